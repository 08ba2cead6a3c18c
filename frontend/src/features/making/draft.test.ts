import { describe, expect, it } from "vitest";
import { changeDraft, draftFrom, drafts, startOver } from "@/features/making/draft";
import { aProject, aSourceVideo } from "@/testing/things";

const STORE = "store";

/** Keeps a draft as an older page did. */
function keep(draft: object) {
  localStorage.setItem(`edit-factory.draft.${STORE}`, JSON.stringify(draft));
  drafts.reload();
}

describe("a new video", () => {
  it("takes nothing over from an older project that was opened", () => {
    const project = aProject({ source_video_ids: [aSourceVideo().id] });
    project.making.format = "square";
    changeDraft(STORE, { ...draftFrom(project), variants: 3, excluded: ["left-out"] });
    expect(startOver(STORE)).toMatchObject({ name: project.name, projectId: project.id });
    expect(drafts.get(STORE)).toMatchObject({
      name: "",
      script: "",
      provider: null,
      voice: null,
      speed: null,
      making: null,
      excluded: [],
      footage: null,
      projectId: null,
      isOpened: false,
      variants: 3,
    });
  });

  it("keeps what the person chose for the video before", () => {
    const chosen = { provider: "kokoro", voice: "ro", speed: 1.5, making: { format: "square" } };
    changeDraft(STORE, { ...chosen, script: "A lamp.", projectId: "p" } as never);
    startOver(STORE);
    expect(drafts.get(STORE)).toMatchObject({ ...chosen, script: "", projectId: null });
  });
});

describe("a draft of an older page", () => {
  const old = { name: "", script: "A lamp.", provider: null, voice: null, speed: 1, variants: 2 };

  it("is read, without the speed that nobody chose", () => {
    keep({ ...old, making: { format: "square" }, projectId: "p" });
    expect(drafts.get(STORE)).toMatchObject({
      script: "A lamp.",
      variants: 2,
      speed: null,
      making: { format: "square" },
      // It may have been opened.
      isOpened: true,
    });
  });

  it("keeps a speed that was chosen", () => {
    keep({ ...old, speed: 1.3 });
    expect(drafts.get(STORE).speed).toBe(1.3);
    keep({ ...old, voice: "ro" });
    expect(drafts.get(STORE)).toMatchObject({ voice: "ro", speed: 1, isOpened: false });
  });
});
