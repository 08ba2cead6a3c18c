import type { ToCheck, WrittenScript } from "@/api/types";
import { Marked } from "@/features/scripts/Marked";
import { formatCount, formatSeconds } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";

const STRUCTURES: Record<string, string> = {
  problem_answer: "Problem and answer",
  list_of_three: "List of three",
  before_after: "Before and after",
  offer: "Offer",
};

interface ScriptCardProps {
  number: number;
  script: WrittenScript;
  onUse(): void;
}

/** One written script, with what to check in it, to be taken or left. */
export function ScriptCard({ number, script, onUse }: ScriptCardProps) {
  const structure = STRUCTURES[script.structure] ?? script.structure;
  const checksOf = (part: ToCheck["part"], index = 0) =>
    script.to_check.filter((check) => check.part === part && check.index === index);

  return (
    <article
      aria-label={`Script ${number}: ${structure}`}
      className="grid gap-3 rounded-xl border border-line bg-surface p-4"
    >
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-semibold">{structure}</h3>
        <Chip>about {formatSeconds(script.length_s)}</Chip>
        {script.to_check.length > 0 && (
          <Chip tone="caution">{formatCount(script.to_check.length, "thing")} to check</Chip>
        )}
      </header>
      <div className="grid gap-1 leading-relaxed">
        <p className="font-medium">
          <Marked text={script.hook} checks={checksOf("hook")} />
        </p>
        {script.sentences.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences may repeat and never move
          <p key={index}>
            <Marked text={sentence} checks={checksOf("sentence", index)} />
          </p>
        ))}
      </div>
      <details>
        <summary className="cursor-pointer text-muted">Text and hashtags for the post</summary>
        <p className="mt-2 whitespace-pre-line break-words">
          <Marked text={script.caption} checks={checksOf("caption")} />
        </p>
        <p className="mt-1 break-words text-muted">
          {script.hashtags.map((tag, index) => (
            <span key={tag}>
              <Marked text={tag} checks={checksOf("hashtag", index)} />{" "}
            </span>
          ))}
        </p>
      </details>
      <div>
        <Button onClick={onUse} aria-label={`Use script ${number}`}>
          Use this
        </Button>
      </div>
    </article>
  );
}
