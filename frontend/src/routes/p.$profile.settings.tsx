import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { profileQuery } from "@/api/profiles";
import { ChunkCache } from "@/features/assets/ChunkCache";
import { Music } from "@/features/assets/Music";
import { Pictures } from "@/features/assets/Pictures";
import { StoreLook } from "@/features/making/StoreLook";
import { SettingsForm } from "@/features/settings/SettingsForm";
import { SignOut } from "@/features/settings/SignOut";
import { StoreEnd } from "@/features/settings/StoreEnd";
import { buttonLook } from "@/ui/Button";

export const Route = createFileRoute("/p/$profile/settings")({ component: Settings });

function Settings() {
  const { profile } = Route.useParams();
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  return (
    <div className="grid gap-10">
      <h1 className="text-4xl">Settings</h1>
      <SettingsForm store={store} />
      <section aria-label="Look of new videos">
        <h2 className="mb-1 text-xl">Look of new videos</h2>
        <p className="mb-3 text-muted">
          New projects begin like this. Colours and logo go for all that have no look of their own.
        </p>
        <StoreLook store={store} />
      </section>
      <section aria-label="Music">
        <h2 className="mb-3 text-xl">Music</h2>
        <Music profile={profile} />
      </section>
      <section aria-label="Logo and pictures">
        <h2 className="mb-3 text-xl">Logo and pictures</h2>
        <Pictures profile={profile} />
      </section>
      <section aria-label="Rendered sentences">
        <h2 className="mb-3 text-xl">Rendered sentences</h2>
        <ChunkCache profile={profile} />
      </section>
      <section aria-label="Voice models">
        <h2 className="mb-3 text-xl">Voice models</h2>
        <p className="mb-3 text-muted">
          Better voices speak from files on this machine, which every store shares.
        </p>
        <Link to="/p/$profile/voice-models" params={{ profile }} className={buttonLook()}>
          See the voice models
        </Link>
      </section>
      <section aria-label="The store itself">
        <h2 className="mb-3 text-xl">The store itself</h2>
        <StoreEnd store={store} />
      </section>
      <SignOut />
    </div>
  );
}
