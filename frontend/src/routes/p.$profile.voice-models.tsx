import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { jobsQuery } from "@/api/jobs";
import { refreshVoiceModels, voiceModelsQuery } from "@/api/voice-models";
import { ModelList } from "@/features/voice-models/ModelList";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

export const Route = createFileRoute("/p/$profile/voice-models")({
  loader: async ({ context: { queryClient }, params: { profile } }) => {
    void queryClient.prefetchInfiniteQuery(jobsQuery(profile));
    await queryClient.ensureQueryData(voiceModelsQuery(profile));
  },
  component: VoiceModels,
});

function VoiceModels() {
  const { profile } = Route.useParams();
  const { data: models } = useSuspenseQuery(voiceModelsQuery(profile));
  const refresh = useMutation(refreshVoiceModels(useQueryClient(), profile));
  const mayChange = models.some((model) => model.may_change);
  return (
    <>
      <p className="mb-2">
        <Link to="/p/$profile/settings" params={{ profile }} className="text-muted underline">
          Settings
        </Link>
      </p>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-4xl">Voice models</h1>
        {mayChange && (
          <Button disabled={refresh.isPending} onClick={() => refresh.mutate()}>
            {refresh.isPending ? "Fetching…" : "Fetch Piper’s catalogue"}
          </Button>
        )}
      </div>
      <p className="mb-6 max-w-2xl text-muted">
        The voices of this machine speak from these files. They are downloaded only when you ask for
        them, and serve every store.
      </p>
      {refresh.error && <Notice tone="danger">{detailOf(refresh.error)}</Notice>}
      {!mayChange && (
        <Notice tone="calm">
          The models belong to the whole machine. Ask its operator for those that you miss.
        </Notice>
      )}
      <div className="mt-6">
        <ModelList profile={profile} models={models} />
      </div>
    </>
  );
}
