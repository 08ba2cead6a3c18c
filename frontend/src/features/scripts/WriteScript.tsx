import { useQuery } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { chatConnectionQuery } from "@/api/scripts";
import { BriefForm } from "@/features/scripts/BriefForm";
import { ChatForm } from "@/features/scripts/ChatForm";
import { type Desk, useDesk } from "@/features/scripts/desk";
import { ScriptCard } from "@/features/scripts/ScriptCard";
import { WriterChoice } from "@/features/scripts/WriterChoice";
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
export function WriteScript({ profile, footage, onUse }: WriteScriptProps) {
  const [isOpen, setIsOpen] = useState(false);
  // Kept outside the window: what was paid for is still there when it was closed by mistake.
  const desk = useDesk(profile, footage, isOpen);
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
        <DeskView
          profile={profile}
          desk={desk}
          onUse={(script) => {
            onUse(script);
            setIsOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}

interface DeskViewProps {
  profile: string;
  desk: Desk;
  onUse(script: string): void;
}

function DeskView({ profile, desk, onUse }: DeskViewProps) {
  const { data: connection } = useQuery(chatConnectionQuery(profile));
  const { writing, writer } = desk;
  const written = useRef<HTMLElement>(null);

  // What was written appears below the form, where nobody might look.
  useEffect(() => {
    if (writing.data) written.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [writing.data]);

  function submit(event: FormEvent) {
    event.preventDefault();
    desk.write();
  }

  return (
    <div className="grid gap-5">
      <form onSubmit={submit} className="grid gap-4">
        <BriefForm brief={desk.brief} onChange={desk.change} />
        <WriterChoice writers={desk.writers} chosen={desk.chosen} onChoose={desk.choose} />
        <div>
          <Button
            type="submit"
            tone="primary"
            disabled={!desk.hasIdea || !writer || writer.level === "over" || writing.isPending}
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
          {connection !== undefined && <ChatForm profile={profile} connection={connection} />}
        </div>
      </details>
      {writing.error && <Notice tone="danger">{detailOf(writing.error)}</Notice>}
      {writing.data && (
        <section
          ref={written}
          aria-label="Written scripts"
          aria-live="polite"
          className="grid scroll-mt-4 gap-4"
        >
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
