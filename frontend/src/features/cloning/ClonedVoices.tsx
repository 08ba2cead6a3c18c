import { useQuery } from "@tanstack/react-query";
import { clonedVoicesQuery } from "@/api/cloning";
import { providersQuery } from "@/api/voices";
import { ClonedVoiceRow } from "@/features/cloning/ClonedVoiceRow";
import { CloneForm } from "@/features/cloning/CloneForm";
import { detailOf } from "@/lib/problem";
import { Notice } from "@/ui/Notice";

/** The voices that engines learned for the store, and a form for another one. */
export function ClonedVoices({ profile }: { profile: string }) {
  const { data: voices, error } = useQuery(clonedVoicesQuery(profile));
  const { data: engines } = useQuery(providersQuery(profile));
  if (error) return <Notice tone="danger">{detailOf(error)}</Notice>;
  if (!voices || !engines) return null;

  const cloners = engines.filter((engine) => engine.clones_voices);
  const nameOf = (provider: string) =>
    engines.find(({ name }) => name === provider)?.label ?? provider;
  return (
    <div className="grid gap-6">
      {voices.items.length === 0 ? (
        <p className="text-muted">No voice has been cloned for this store yet.</p>
      ) : (
        <ul className="grid gap-3">
          {voices.items.map((voice) => (
            <ClonedVoiceRow
              key={voice.id}
              profile={profile}
              voice={voice}
              engine={nameOf(voice.provider)}
            />
          ))}
        </ul>
      )}
      {cloners.length === 0 ? (
        <p className="text-muted">
          No engine here clones voices. Coqui XTTS and ElevenLabs do, once they are set up.
        </p>
      ) : (
        <CloneForm profile={profile} engines={cloners} consentText={voices.consent_text} />
      )}
    </div>
  );
}
