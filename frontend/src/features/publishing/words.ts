/** The words of networks in the words of people. */
const CHOICES: Record<string, string> = {
  PUBLIC_TO_EVERYONE: "Everybody",
  MUTUAL_FOLLOW_FRIENDS: "Friends, who follow each other",
  FOLLOWER_OF_CREATOR: "Followers",
  SELF_ONLY: "Only the account itself",
  DIRECT_POST: "Posted",
  UPLOAD: "Put into the inbox as a draft",
  MANUAL: "By hand",
  SS_PERFORMANCE: "By how well it does",
  mentionedUsers: "Those who are mentioned",
  following: "Those whom the account follows",
};

/** A choice of a network as a person reads it. */
export function choiceLabel(choice: string): string {
  return CHOICES[choice] ?? choice.charAt(0).toUpperCase() + choice.slice(1);
}

/** A setting's value as a person reads it. */
export function valueLabel(value: unknown): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, part]) => `${name.replaceAll("_", " ")} ${String(part)}`)
      .join(", ");
  }
  return CHOICES[String(value)] ?? String(value);
}
