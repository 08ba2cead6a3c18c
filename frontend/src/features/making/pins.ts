import { pinShots } from "@/api/plan";
import type { PlannedVariant, Project, ShotPin } from "@/api/types";
import { isNotFound } from "@/lib/problem";

/** Where a shot stands: the sentence's number in the script, and which of its shots. */
export interface Place {
  sentence: number;
  shot: number;
}

/** A project's pins. */
export interface Pins {
  /** Those that a plan shows. */
  shown: ShotPin[];
  /** Those that it does not: of footage that is left out now, or of sentences that it has no longer. */
  hidden: ShotPin[];
}

/** Tells the pins that a variant shows from those that it does not. */
export function pinsOf(pins: ShotPin[], variant: PlannedVariant): Pins {
  const shown = new Set(heldShots(pins, variant).map(({ pin }) => pin));
  return {
    shown: pins.filter((pin) => shown.has(pin)),
    hidden: pins.filter((pin) => !shown.has(pin)),
  };
}

/** The pins with a scene pinned to a place of a variant, or with none there; all others stay. */
export function pinsWith(
  pins: ShotPin[],
  variant: PlannedVariant,
  place: Place,
  segmentId: string | null,
): Pins {
  const { shown, hidden } = pinsOf(pins, variant);
  const held = heldShots(pins, variant).find((shot) => isAt(shot, place))?.pin;
  const others = shown.filter((pin) => pin !== held);
  if (segmentId === null) return { shown: others, hidden };
  return {
    shown: [...others, { ...place, segment_id: segmentId }],
    hidden: hidden.filter((pin) => !isAt(pin, place)),
  };
}

function isAt({ sentence, shot = 0 }: Partial<Place>, place: Place): boolean {
  return sentence === place.sentence && shot === place.shot;
}

/** The shots of a variant that pins hold, each with its pin; where shots are few, later ones come earlier. */
function heldShots(pins: ShotPin[], variant: PlannedVariant): (Place & { pin: ShotPin })[] {
  const left = pins.toSorted((one, other) => (one.shot ?? 0) - (other.shot ?? 0));
  return variant.sentences.flatMap(({ sentence, shots }) =>
    shots.flatMap(({ is_pinned, segment_id }, shot) => {
      const pin = left.find((it) => it.sentence === sentence && it.segment_id === segment_id);
      if (!is_pinned || !pin) return [];
      left.splice(left.indexOf(pin), 1);
      return [{ sentence, shot, pin }];
    }),
  );
}

/** Settles a project's pins, without those whose scene is gone. */
export async function savePins(profile: string, project: string, pins: Pins): Promise<Project> {
  try {
    return await pinShots(profile, project, [...pins.shown, ...pins.hidden]);
  } catch (error) {
    if (!isNotFound(error) || pins.hidden.length === 0) throw error;
  }
  // The API refuses all for one scene that is gone, and does not say which.
  let saved = await pinShots(profile, project, pins.shown);
  for (const pin of pins.hidden) {
    saved = await withPin(profile, saved, pin);
  }
  return saved;
}

async function withPin(profile: string, project: Project, pin: ShotPin): Promise<Project> {
  try {
    return await pinShots(profile, project.id, [...project.making.pins, pin]);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return project;
  }
}
