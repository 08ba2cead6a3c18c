import { Link } from "@tanstack/react-router";
import type { Profile, TtsProvider } from "@/api/types";
import { EngineKey } from "@/features/voices/EngineKey";
import { formatMoney, languageName } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Notice } from "@/ui/Notice";

interface EngineCardProps {
  store: Profile;
  engine: TtsProvider;
  isSaving: boolean;
  onPrefer(): void;
}

/** An engine: whether it can speak, what it costs, where the text goes. */
export function EngineCard({ store, engine, isSaving, onPrefer }: EngineCardProps) {
  const isReady = engine.availability.state === "available";
  const isPreferred = store.tts_settings.provider === engine.name;
  return (
    <li className="grid content-start gap-3 rounded-2xl border border-line bg-surface p-5">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto text-lg">{engine.label}</h3>
        {engine.draft && <Chip tone="caution">Draft voice</Chip>}
        <Chip tone={isReady ? "good" : "plain"}>{isReady ? "Ready" : "Not available"}</Chip>
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted">Price</dt>
        <dd>{priceOf(engine)}</dd>
        <dt className="text-muted">Your text</dt>
        <dd>
          {engine.privacy.leaves_machine
            ? `is sent to ${engine.privacy.sent_to}`
            : "stays on this machine"}
        </dd>
        <dt className="text-muted">Languages</dt>
        <dd>{languagesOf(engine)}</dd>
        {engine.clones_voices && (
          <>
            <dt className="text-muted">Cloning</dt>
            <dd>can learn a voice from a sample</dd>
          </>
        )}
      </dl>
      {engine.notice !== null && <Notice tone="caution">{engine.notice}</Notice>}
      {engine.availability.cure !== null && <Notice tone="calm">{engine.availability.cure}</Notice>}
      {["kokoro", "piper"].includes(engine.name) && (
        <Link to="/p/$profile/voice-models" params={{ profile: store.id }} className="underline">
          Download or remove its models
        </Link>
      )}
      {engine.name === "elevenlabs" && <EngineKey profile={store.id} engine={engine} />}
      <Button
        className="justify-self-start"
        aria-pressed={isPreferred}
        disabled={isSaving || isPreferred}
        onClick={onPrefer}
      >
        {isPreferred ? "Speaks unless a video says otherwise" : `Let ${engine.label} speak`}
      </Button>
    </li>
  );
}

function priceOf({ cost_micro_usd_per_1000_characters: cost }: TtsProvider): string {
  return cost === 0 ? "free" : `${formatMoney(cost)} for 1,000 characters`;
}

function languagesOf({ languages }: TtsProvider): string {
  if (languages.length === 0) return "known when it is available";
  const few = languages.slice(0, 6).map(languageName).join(", ");
  return languages.length > 6 ? `${few} and ${languages.length - 6} more` : few;
}
