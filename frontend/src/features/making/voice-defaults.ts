import type { Profile, TtsProvider, Voice } from "@/api/types";
import type { Draft } from "@/features/making/draft";

/** How a store has settled who speaks. */
type TtsSettings = Profile["tts_settings"];

/** What is taken for the language of a script whose language cannot be told. */
const USUAL_LANGUAGE = "en-us";

/** Whether an engine can speak now. */
export function isReady({ availability }: TtsProvider): boolean {
  return availability.state === "available";
}

/** The person's engine, else the store's while it can speak, else the first that can. */
export function chooseProvider(
  providers: TtsProvider[],
  draft: Pick<Draft, "provider">,
  settings: TtsSettings,
  language: string | null,
): TtsProvider | undefined {
  const named = (wanted: string | null) => providers.find(({ name }) => name === wanted);
  const settled = named(settings.provider);
  return (
    named(draft.provider) ??
    (settled && isReady(settled) ? settled : undefined) ??
    firstReady(providers, language ?? USUAL_LANGUAGE) ??
    settled ??
    providers[0]
  );
}

/** The person's voice, else the store's for the engine, else one for the script's language. */
export function chooseVoice(
  voices: Voice[],
  draft: Pick<Draft, "provider" | "voice">,
  settings: TtsSettings,
  provider: TtsProvider,
  language: string | null,
): Voice | undefined {
  const named = (wanted: string | null | undefined) => voices.find(({ id }) => id === wanted);
  const settled = named(settings.voices[provider.name]?.voice);
  // An engine that nobody chose has to speak the language; of one that was chosen the voice was, too.
  const isEngineChosen = [draft.provider, settings.provider].includes(provider.name);
  const isFit = settled && (isEngineChosen || language === null || speaks(settled, language));
  return (
    named(draft.voice) ??
    (isFit ? settled : undefined) ??
    voiceFor(voices, language ?? USUAL_LANGUAGE) ??
    settled ??
    voices[0]
  );
}

/** How many voices speak a project's variants: the chosen one, then the engine's others of its language. */
export function countSpeakers(voices: Voice[], voice: Voice | undefined, variants: number): number {
  if (!voice) return variants;
  const others = voices.filter((other) => other.id !== voice.id && speaks(other, voice.language));
  return Math.min(variants, 1 + others.length);
}

/** Whether a voice speaks a language, in whichever country's way. */
export function speaks({ language, also_speaks }: Voice, wanted: string): boolean {
  return [language, ...also_speaks].some((tag) => primary(tag) === primary(wanted));
}

/** Of those that can speak now the first for a language that is free and sends no text away. */
function firstReady(providers: TtsProvider[], language: string): TtsProvider | undefined {
  const ready = providers.filter(isReady);
  const own = ready.filter(
    ({ privacy, cost_micro_usd_per_1000_characters: cost }) =>
      cost === 0 && !privacy.leaves_machine,
  );
  // An engine that cannot be asked for its languages may have it.
  const maySpeak = ({ languages }: TtsProvider) =>
    languages.length === 0 || languages.includes(primary(language));
  return own.find(maySpeak) ?? own[0] ?? ready[0];
}

function voiceFor(voices: Voice[], wanted: string): Voice | undefined {
  const isUsual = primary(wanted) === primary(USUAL_LANGUAGE);
  return (
    voices.find(({ language }) => language === wanted) ??
    (isUsual ? voices.find(({ language }) => language === USUAL_LANGUAGE) : undefined) ??
    voices.find((voice) => speaks(voice, wanted))
  );
}

/** The first part of a tag: `en` of `en-us`. */
function primary(tag: string): string {
  return tag.split("-")[0] ?? tag;
}
