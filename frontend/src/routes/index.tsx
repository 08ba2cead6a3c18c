import { createFileRoute, redirect, useNavigate } from "@tanstack/react-router";
import { landingProfile } from "@/features/profiles/landing";
import { lastProfile } from "@/features/profiles/last-profile";
import { NewProfileForm } from "@/features/profiles/NewProfileForm";

export const Route = createFileRoute("/")({
  loader: async ({ context }) => {
    const profile = await landingProfile(context.queryClient, lastProfile());
    if (profile !== null) throw redirect({ to: "/p/$profile", params: { profile }, replace: true });
  },
  component: FirstStore,
});

/** Only someone without any store sees this page. */
function FirstStore() {
  const navigate = useNavigate();
  return (
    <main className="mx-auto max-w-md px-6 py-16">
      <h1 className="text-3xl">Create your first store</h1>
      <p className="mt-2 mb-8 text-muted">
        A store keeps its own footage, scripts and videos. You can add more at any time.
      </p>
      <NewProfileForm
        onCreated={({ id }) => void navigate({ to: "/p/$profile", params: { profile: id } })}
      />
    </main>
  );
}
