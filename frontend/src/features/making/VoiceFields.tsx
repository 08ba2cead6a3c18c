import type { TtsProvider, Voice } from "@/api/types";
import { changeDraft, type Draft } from "@/features/making/draft";
import { HearVoice } from "@/features/making/HearVoice";
import type { VoiceChoice } from "@/features/making/voice-choice";
import { formatMoney, languageName } from "@/lib/format";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface VoiceFieldsProps {
  profile: string;
  draft: Draft;
  choice: VoiceChoice;
}

/** Engine, language, voice and speed. */
export function VoiceFields({ profile, draft, choice }: VoiceFieldsProps) {
  const { providers, provider, voices, voice, speed, problem, warnings } = choice;
  const inLanguage = voices.filter(({ language }) => language === voice?.language);
  // A voice is an engine's: chosen, it stays when the store settles on another engine.
  const chooseVoice = (voice: string | null) =>
    changeDraft(profile, { provider: provider?.name ?? null, voice });
  const chooseLanguage = (language: string) =>
    chooseVoice(voices.find((voice) => voice.language === language)?.id ?? null);

  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="sr-only">Voice</legend>
      <Field label="Voice engine" hint={provider && describe(provider)}>
        {(ids) => (
          <select
            {...ids}
            className="control"
            value={provider?.name ?? ""}
            onChange={(event) =>
              changeDraft(profile, { provider: event.target.value, voice: null })
            }
          >
            {providers.map((engine) => (
              <option
                key={engine.name}
                value={engine.name}
                disabled={engine.availability.state !== "available"}
              >
                {nameOf(engine)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Language">
        {(ids) => (
          <select
            {...ids}
            className="control"
            disabled={voices.length === 0}
            value={voice?.language ?? ""}
            onChange={(event) => chooseLanguage(event.target.value)}
          >
            {languagesOf(voices).map(([language, name]) => (
              <option key={language} value={language}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Voice">
        {(ids) => (
          <select
            {...ids}
            className="control"
            disabled={voices.length === 0}
            value={voice?.id ?? ""}
            onChange={(event) => chooseVoice(event.target.value)}
          >
            {inLanguage.map(({ id, name, gender }) => (
              <option key={id} value={id}>
                {gender ? `${name} (${gender})` : name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={`Speed: ${speed.toFixed(2)} ×`}>
        {(ids) => (
          <input
            {...ids}
            type="range"
            min={0.5}
            max={2}
            step={0.05}
            className="h-10 w-full accent-ink"
            value={speed}
            onChange={(event) => changeDraft(profile, { speed: Number(event.target.value) })}
          />
        )}
      </Field>
      <div className="sm:col-span-2">
        <HearVoice profile={profile} draft={draft} choice={choice} />
      </div>
      {warnings.map((warning) => (
        <div key={warning} className="sm:col-span-2">
          <Notice tone="caution">{warning}</Notice>
        </div>
      ))}
      {problem !== null && (
        <div className="sm:col-span-2">
          <Notice tone="danger">{problem}</Notice>
        </div>
      )}
    </fieldset>
  );
}

function nameOf({ label, draft, availability }: TtsProvider): string {
  const name = draft ? `${label} (draft voice)` : label;
  return availability.state === "available" ? name : `${name}, not available`;
}

function describe(engine: TtsProvider) {
  const { draft, availability, privacy, cost_micro_usd_per_1000_characters: cost } = engine;
  const parts = [
    draft ? "Draft voice: clear, but sounds like a machine." : "",
    cost === 0 ? "Free." : `${formatMoney(cost)} for 1,000 characters.`,
    privacy.leaves_machine
      ? `The text is sent to ${privacy.sent_to}.`
      : "The text stays on this machine.",
    availability.version ? `Version ${availability.version}.` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function languagesOf(voices: Voice[]): [tag: string, name: string][] {
  const tags = new Set(voices.map(({ language }) => language));
  return [...tags]
    .map((tag): [string, string] => [tag, languageName(tag)])
    .sort((one, other) => one[1].localeCompare(other[1], "en"));
}
