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
import { FootageChoice } from "@/features/making/FootageChoice";
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
import { offerBack } from "@/features/making/offer-back";
import { Price } from "@/features/making/Price";
import { usePlan } from "@/features/making/plan";
import { ScriptStep } from "@/features/making/ScriptStep";
import { Stage } from "@/features/making/Stage";
import { Storyboard } from "@/features/making/Storyboard";
import { useScriptLanguage } from "@/features/making/script-quote";
import { useMaking } from "@/features/making/store-making";
import { useVoiceChoice } from "@/features/making/voice-choice";
import { countSpeakers } from "@/features/making/voice-defaults";
import { WriteScript } from "@/features/scripts/WriteScript";
import { useKept } from "@/lib/kept-store";
import { nameFromScript } from "@/lib/script";
import { useSettled } from "@/lib/settled";
import { Button } from "@/ui/Button";

/** How long a script stays as it is before it is looked into. */
const PAUSE_MS = 500;

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
  const { data: footage, hasNextPage } = useSuspenseInfiniteQuery(footageQuery(profile));
  const { data: jobs } = useSuspenseInfiniteQuery(jobsQuery(profile));
  const script = useSettled(draft.script, PAUSE_MS);
  const choice = useVoiceChoice(profile, draft, useScriptLanguage(profile, script));
  const making = useMaking(profile, draft);
  const generation = useGenerate(profile);

  const chosen = chosenFootage(footage, draft);
  const unseen = unseenFootage(footage, draft);
  const footageIds = footageOf(footage, draft);
  const job = jobs.find((j) => j.kind === "generate_variants" && j.subject_id === draft.projectId);
  const voices = making.vary.voice ? countSpeakers(choice.voices, choice.voice, draft.variants) : 1;
  const missing = whatIsMissing({
    footage,
    chosen: footageIds.length,
    isUploading: sending.some(({ state }) => state !== "failed"),
    script: draft.script,
    hasVoice: choice.settings !== null,
  });

  const plan = usePlan(profile, draft.projectId, wish());

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
    if (!wanted) return;
    plan.heedSaving(wanted);
    generation.start(wanted);
  }

  function planShots() {
    const wanted = wish();
    if (wanted) plan.mutate(wanted);
  }

  function takeScript(script: string) {
    const old = draft.script;
    changeDraft(profile, { script });
    offerBack(profile, { script: old }, "The script is in its place.", "Undo");
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
    offerBack(profile, old, "Ready for a new script.", "Undo");
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
            isUsed={(id) => isTicked(footage, draft, id)}
            unseen={unseen.length}
            choice={
              <FootageChoice
                profile={profile}
                videos={footage}
                draft={draft}
                used={footageIds.length}
                hasOlder={hasNextPage}
              />
            }
            onUse={(id, isUsed) => tick(profile, footage, id, isUsed)}
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
                <Price
                  profile={profile}
                  script={script}
                  provider={choice.provider.name}
                  voices={voices}
                />
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
