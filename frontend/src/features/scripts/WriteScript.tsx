import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import { type FormEvent, useDeferredValue, useState } from "react";
import { chatConnectionQuery, scriptQuoteQuery, writeScripts } from "@/api/scripts";
import type { ScriptBrief } from "@/api/types";
import { BriefForm } from "@/features/scripts/BriefForm";
import { ChatForm } from "@/features/scripts/ChatForm";
import { ScriptCard } from "@/features/scripts/ScriptCard";
import { WriterChoice } from "@/features/scripts/WriterChoice";
import { newAttempt } from "@/lib/attempt";
import { formatMoney } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";

interface WriteScriptProps {
  profile: string;
  /** The chosen footage, whose keywords the writer is told. */
  footage: string[];
  onUse(script: string): void;
}

/** Opens the window in which scripts are written from an idea. */
export function WriteScript(props: WriteScriptProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <PenLine className="size-4.5" aria-hidden />
        Write a script
      </Button>
      <Dialog
        wide
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title="Write a script"
        description="From an idea, what the store says of itself, and what the chosen footage shows."
      >
        <Desk
          {...props}
          onUse={(script) => {
            props.onUse(script);
            setIsOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}

function Desk({ profile, footage, onUse }: WriteScriptProps) {
  const [wish, setWish] = useState({ idea: "", length_s: 20, language: "en", count: 3, seed: 0 });
  const [chosen, setChosen] = useState("template");
  const [attempt, setAttempt] = useState(newAttempt);
  const brief: ScriptBrief = { ...wish, source_video_ids: footage };
  const hasIdea = /\p{L}/u.test(wish.idea);
  const { data: quote } = useQuery({
    ...scriptQuoteQuery(profile, useDeferredValue(hasIdea ? brief : { ...brief, idea: "idea" })),
    placeholderData: (previous) => previous,
  });
  const { data: connection } = useQuery(chatConnectionQuery(profile));
  const writing = useMutation(writeScripts(profile));
  const queryClient = useQueryClient();
  const writer = quote?.writers.find((other) => other.writer === chosen && other.available);

  function change(part: Partial<ScriptBrief>) {
    setWish((old) => ({ ...old, ...part }));
    setAttempt(newAttempt());
  }

  function write(event: FormEvent) {
    event.preventDefault();
    // Asked of the client, since a second click may come before the page is drawn again.
    const { mutationKey } = writeScripts(profile);
    if (!hasIdea || !writer || queryClient.isMutating({ mutationKey }) > 0) return;
    writing.mutate(
      { brief, writer: writer.writer, key: attempt },
      // The next click is another wish, and gets other scripts.
      { onSettled: () => change({ seed: wish.seed + wish.count }) },
    );
  }

  return (
    <div className="grid gap-5">
      <form onSubmit={write} className="grid gap-4">
        <BriefForm brief={brief} onChange={change} />
        <WriterChoice
          writers={quote?.writers ?? []}
          chosen={chosen}
          onChoose={(name) => {
            setChosen(name);
            setAttempt(newAttempt());
          }}
        />
        <div>
          <Button
            type="submit"
            tone="primary"
            disabled={!hasIdea || !writer || writer.level === "over" || writing.isPending}
          >
            {writing.isPending ? "Writing…" : writing.data ? "Write others" : "Write"}
          </Button>
        </div>
      </form>
      <details>
        <summary className="cursor-pointer text-muted">
          {connection ? `Your own model: ${connection.model}` : "Connect your own model"}
        </summary>
        <div className="mt-3">
          {connection !== undefined && (
            <ChatForm key={connection?.base_url} profile={profile} connection={connection} />
          )}
        </div>
      </details>
      {writing.error && <Notice tone="danger">{detailOf(writing.error)}</Notice>}
      {writing.data && (
        <section aria-label="Written scripts" aria-live="polite" className="grid gap-4">
          <p className="text-muted">
            Written by {writing.data.writer_label}
            {writing.data.cost_micro_usd > 0 && ` for ${formatMoney(writing.data.cost_micro_usd)}`}.
            Underlined places stand in nothing that you told: check them.
          </p>
          {writing.data.notes.map((note) => (
            <Notice key={note} tone="calm">
              {note}
            </Notice>
          ))}
          {writing.data.scripts.map((script, index) => (
            <ScriptCard
              key={script.script}
              number={index + 1}
              script={script}
              onUse={() => onUse(script.script)}
            />
          ))}
        </section>
      )}
    </div>
  );
}
