import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { profileQuery } from "@/api/profiles";
import { providersQuery, speechCacheQuery } from "@/api/voices";
import { ClonedVoices } from "@/features/cloning/ClonedVoices";
import { Compare } from "@/features/voices/Compare";
import { EngineList } from "@/features/voices/EngineList";
import { SpeechCache } from "@/features/voices/SpeechCache";
import { StandIns } from "@/features/voices/StandIns";

export const Route = createFileRoute("/p/$profile/voices")({
  loader: ({ context: { queryClient }, params: { profile } }) => {
    void queryClient.prefetchQuery(providersQuery(profile));
    void queryClient.prefetchQuery(speechCacheQuery(profile));
  },
  component: Voices,
});

function Voices() {
  const { profile } = Route.useParams();
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  return (
    <div className="grid gap-12">
      <h1 className="text-4xl">Voices</h1>
      <Section title="Engines">
        <EngineList store={store} />
      </Section>
      <Section title="Hear and compare">
        <Compare profile={profile} />
      </Section>
      <Section title="Cloned voices">
        <ClonedVoices profile={profile} />
      </Section>
      <Section title="Who speaks instead">
        <StandIns store={store} />
      </Section>
      <Section title="Spoken sentences">
        <SpeechCache profile={profile} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-4 text-2xl">{title}</h2>
      {children}
    </section>
  );
}
