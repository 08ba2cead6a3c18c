import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { profileQuery } from "@/api/profiles";
import { ClonedVoices } from "@/features/cloning/ClonedVoices";
import { SettingsForm } from "@/features/settings/SettingsForm";
import { SignOut } from "@/features/settings/SignOut";
import { StoreEnd } from "@/features/settings/StoreEnd";

export const Route = createFileRoute("/p/$profile/settings")({ component: Settings });

function Settings() {
  const { profile } = Route.useParams();
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  return (
    <div className="grid gap-10">
      <h1 className="text-4xl">Settings</h1>
      <SettingsForm store={store} />
      <section aria-label="Cloned voices">
        <h2 className="mb-3 text-xl">Cloned voices</h2>
        <ClonedVoices profile={profile} />
      </section>
      <section aria-label="The store itself">
        <h2 className="mb-3 text-xl">The store itself</h2>
        <StoreEnd store={store} />
      </section>
      <SignOut />
    </div>
  );
}
