import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { toast } from "sonner";
import { footageQuery } from "@/api/footage";
import { isActive, jobsQuery } from "@/api/jobs";
import type { SourceVideo } from "@/api/types";
import { providersQuery } from "@/api/voices";
import { FootageStep } from "@/features/footage/FootageStep";
import { uploads } from "@/features/footage/uploads";
import { changeDraft, drafts, startOver } from "@/features/making/draft";
import {
  chosenFootage,
  footageOf,
  forgetFootage,
  isTicked,
  tick,
  tickedFootage,
  unseenFootage,
} from "@/features/making/footage-choice";
import { GenerateStep } from "@/features/making/GenerateStep";
import { useGenerate } from "@/features/making/generate";
import { makingOf } from "@/features/making/making-draft";
import { whatIsMissing } from "@/features/making/missing";
import { Price } from "@/features/making/Price";
import { usePlan } from "@/features/making/plan";
import { ScriptStep } from "@/features/making/ScriptStep";
import { Stage } from "@/features/making/Stage";
import { Storyboard } from "@/features/making/Storyboard";
import { useMaking } from "@/features/making/store-making";
import { useVoiceChoice } from "@/features/making/voice-choice";
import { WriteScript } from "@/features/scripts/WriteScript";
import { useKept } from "@/lib/kept-store";
import { nameFromScript } from "@/lib/script";
import { Button } from "@/ui/Button";

export const Route = createFileRoute("/p/$profile/")({
  loader: async ({ context: { queryClient }, params: { profile } }) => {
    void queryClient.prefetchQuery(providersQuery(profile));
    await Promise.all([
      queryClient.ensureInfiniteQueryData(footageQuery(profile)),
      queryClient.ensureInfiniteQueryData(jobsQuery(profile)),
    ]);
  },
  component: MakeVideo,
});

function MakeVideo() {
  const { profile } = Route.useParams();
  const draft = useKept(drafts, profile);
  const { list: sending } = useKept(uploads, profile);
  const { data: footage } = useSuspenseInfiniteQuery(footageQuery(profile));
  const { data: jobs } = useSuspenseInfiniteQuery(jobsQuery(profile));
  const choice = useVoiceChoice(profile, draft);
  const making = useMaking(profile, draft);
  const generation = useGenerate(profile);
  const plan = usePlan(profile, draft.projectId);

  const chosen = chosenFootage(footage, draft);
  const unseen = unseenFootage(footage, draft);
  const footageIds = footageOf(footage, draft);
  const job = jobs.find((j) => j.kind === "generate_variants" && j.subject_id === draft.projectId);
  const missing = whatIsMissing({
    footage,
    chosen: footageIds.length,
    isUploading: sending.some(({ state }) => state !== "failed"),
    script: draft.script,
    hasVoice: choice.settings !== null,
  });

  /** What is on the page, once nothing is missing. */
  function wish() {
    if (missing !== null || choice.settings === null) return null;
    const project = {
      name: draft.name.trim() || nameFromScript(draft.script),
      script: draft.script,
      source_video_ids: footageIds,
      voice: choice.settings,
      making: makingOf(making),
    };
    return { variants: draft.variants, project, ticked: tickedFootage(footage, draft) };
  }

  function generate() {
    const wanted = wish();
    if (wanted) generation.start(wanted);
  }

  function planShots() {
    const wanted = wish();
    if (wanted) plan.mutate(wanted);
  }

  function takeScript(script: string) {
    const old = draft.script;
    changeDraft(profile, { script });
    toast("The script is in its place.", {
      action: { label: "Undo", onClick: () => changeDraft(profile, { script: old }) },
    });
  }

  function leaveUnseenOut() {
    const old = draft.footage;
    forgetFootage(profile, unseen);
    toast("Only what is shown is used now.", {
      action: { label: "Undo", onClick: () => changeDraft(profile, { footage: old }) },
    });
  }

  function newVideo() {
    const old = startOver(profile);
    plan.reset();
    toast("Ready for a new script.", {
      action: { label: "Undo", onClick: () => changeDraft(profile, old) },
    });
  }

  return (
    <>
      <div className="mb-8 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-4xl">Make a video</h1>
        {draft.projectId !== null && <Button onClick={newVideo}>New video</Button>}
      </div>
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-14">
        <div>
          <FootageStep
            profile={profile}
            isUsed={(id) => isTicked(draft, id)}
            unseen={unseen.length}
            onUse={(id, isUsed) => tick(profile, id, isUsed)}
            onLeaveUnseenOut={leaveUnseenOut}
            onRemoved={(id) => forgetFootage(profile, [id])}
          />
          <ScriptStep
            profile={profile}
            draft={draft}
            choice={choice}
            // How long footage is that is not shown, nobody knows.
            footageMs={unseen.length > 0 ? 0 : chosen.reduce(addLength, 0)}
            writer={<WriteScript profile={profile} footage={footageIds} onUse={takeScript} />}
          />
          <GenerateStep
            profile={profile}
            draft={draft}
            missing={missing}
            isStarting={generation.isStarting}
            isWorking={job !== undefined && isActive(job)}
            isDone={job?.state === "done"}
            error={generation.error}
            storyboard={
              <Storyboard profile={profile} plan={plan} missing={missing} onPlan={planShots} />
            }
            price={
              choice.provider &&
              choice.provider.cost_micro_usd_per_1000_characters > 0 && (
                <Price profile={profile} script={draft.script} provider={choice.provider.name} />
              )
            }
            onGenerate={generate}
          />
        </div>
        <div className="lg:sticky lg:top-24 lg:self-start">
          <Stage
            profile={profile}
            projectId={draft.projectId}
            job={job}
            picture={chosen[0]?.thumbnail_url ?? null}
          />
        </div>
      </div>
    </>
  );
}

function addLength(sum: number, video: SourceVideo): number {
  return sum + (video.duration_ms ?? 0);
}
