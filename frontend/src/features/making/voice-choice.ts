import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { profileQuery } from "@/api/profiles";
import type { Profile, TtsProvider, Voice, VoiceSettings } from "@/api/types";
import { providersQuery, voicesQuery } from "@/api/voices";
import type { Draft } from "@/features/making/draft";
import { chooseProvider, chooseVoice, isReady, speaks } from "@/features/making/voice-defaults";
import { languageName } from "@/lib/format";
import { detailOf } from "@/lib/problem";

/** Who can speak, who will, and why nobody does. */
export interface VoiceChoice {
  providers: TtsProvider[];
  provider: TtsProvider | undefined;
  voices: Voice[];
  voice: Voice | undefined;
  speed: number;
  /** What the project gets; null while it is not known. */
  settings: VoiceSettings | null;
  /** Why no voice can speak. */
  problem: string | null;
  /** What the person may not expect of the voice that will speak. */
  warnings: string[];
}

/** Reads the engines and voices, and settles on the draft's, else on the store's, else on one for the script's language. */
export function useVoiceChoice(
  profile: string,
  draft: Draft,
  language: string | null,
): VoiceChoice {
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  const { tts_settings: settings } = store;
  const providers = useQuery(providersQuery(profile));
  const provider = chooseProvider(providers.data ?? [], draft, settings, language);
  const voices = useQuery({
    ...voicesQuery(profile, provider?.name ?? ""),
    enabled: provider !== undefined && isReady(provider),
  });
  const voice = provider && chooseVoice(voices.data ?? [], draft, settings, provider, language);
  const speed = draft.speed ?? (provider && settings.voices[provider.name]?.speed) ?? 1;
  const error = providers.error ?? voices.error;
  return {
    providers: providers.data ?? [],
    provider,
    voices: voices.data ?? [],
    voice,
    speed,
    settings: provider && voice ? { provider: provider.name, voice: voice.id, speed } : null,
    problem: error ? detailOf(error) : unavailability(provider, providers.isSuccess),
    warnings: [
      ...standIn(providers.data ?? [], provider, draft, store),
      ...foreignScript(voice, language),
    ],
  };
}

function unavailability(provider: TtsProvider | undefined, isKnown: boolean): string | null {
  if (!isKnown) return null;
  if (!provider) return "No voice engine is set up. Run `edit-factory doctor` to see the cure.";
  if (isReady(provider)) return null;
  return `${provider.label} cannot speak now. ${provider.availability.cure ?? "Run `edit-factory doctor` to see why."}`;
}

/** Says that another engine speaks than the store has settled. */
function standIn(
  providers: TtsProvider[],
  provider: TtsProvider | undefined,
  draft: Draft,
  { tts_settings: { provider: wanted } }: Profile,
): string[] {
  const isWanted = wanted === null || wanted === provider?.name;
  if (!provider || isWanted || draft.provider === provider.name) return [];
  const label = providers.find(({ name }) => name === wanted)?.label ?? wanted;
  return [`${label}, which speaks for this store, cannot now: ${provider.label} would speak.`];
}

/** Says that a voice does not speak the script's language. */
function foreignScript(voice: Voice | undefined, language: string | null): string[] {
  if (!voice || language === null || speaks(voice, language)) return [];
  return [`The script is ${languageName(language)}, which this voice does not speak.`];
}
