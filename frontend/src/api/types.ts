import type { components } from "@/api/schema.gen";

type Schemas = components["schemas"];

/** A store: whatever else the page shows belongs to exactly one. */
export type Profile = Schemas["Profile"];
/** What a new store is made from. */
export type NewProfile = Schemas["NewProfile"];
/** Uploaded footage, with the state of its analysis. */
export type SourceVideo = Schemas["SourceVideo"];
/** A script with its footage and voice. */
export type Project = Schemas["Project"];
/** What a project is made from. */
export type NewProject = Schemas["NewProject"];
/** Who speaks, and how fast. */
export type VoiceSettings = Schemas["VoiceSettings"];
/** A finished video. */
export type Clip = Schemas["Clip"];
/** Queued work, and how far it has come. */
export type Job = Schemas["Job"];
/** What happened in a store in a range. */
export type Dashboard = Schemas["Dashboard"];
/** This month's money. */
export type Month = Schemas["Month"];
/** The fields of a store to change. */
export type ProfilePatch = Schemas["ProfilePatch"];
/** How captions look. */
export type CaptionStyle = Schemas["CaptionStyle"];
/** What of the captions' look to change. */
export type CaptionPatch = Schemas["CaptionPatch"];
/** The looks of captions, and the fonts in which they are written. */
export type CaptionPresets = Schemas["CaptionPresets"];
/** A font of captions. */
export type CaptionFont = Schemas["CaptionFont"];
/** Captions as a video will show them. */
export type CaptionPreview = Schemas["CaptionPreview"];
/** A format of videos. */
export type ExportPreset = Schemas["ExportPreset"];
/** An engine that speaks, and whether it can right now. */
export type TtsProvider = Schemas["TtsProvider"];
/** The files that a local voice speaks from. */
export type VoiceModel = Schemas["VoiceModel"];
/** A voice of an engine. */
export type Voice = Schemas["Voice"];
/** A sentence to hear. */
export type PreviewRequest = Schemas["PreviewRequest"];
/** A sentence that can be heard. */
export type Preview = Schemas["Preview"];
/** A text whose price is wanted. */
export type QuoteRequest = Schemas["QuoteRequest"];
/** What a text would cost with each engine, and in which language it is. */
export type Quote = Schemas["Quote"];
/** What a text would cost with an engine. */
export type ProviderQuote = Schemas["ProviderQuote"];
/** How full the cache of rendered sentences is. */
export type ChunkCache = Schemas["ChunkCache"];
/** How full the cache of spoken sentences is. */
export type SpeechCache = Schemas["SpeechCache"];
/** A voice that was learned from a sample. */
export type ClonedVoice = Schemas["ClonedVoice"];
/** What a network takes. */
export type NetworkRules = Schemas["NetworkRules"];
/** A setting of a network. */
export type NetworkField = Schemas["NetworkField"];
/** An account as Postiz lists it. */
export type PublisherAccount = Schemas["PublisherAccount"];
/** An account that the store publishes to. */
export type Channel = Schemas["Channel"];
/** What to change of a channel. */
export type ChannelPatch = Schemas["ChannelPatch"];
/** What is to be published, where and when. */
export type PublicationOrder = Schemas["PublicationOrderBody"];
/** What would be published, exactly. */
export type PublicationPlan = Schemas["PublicationPlan"];
/** One clip sent to one channel. */
export type Publication = Schemas["Publication"];
/** Something that was done about publishing. */
export type PublishingEvent = Schemas["PublishingEvent"];
/** A span of footage worth showing. */
export type Segment = Schemas["Segment"];
/** The fields of a segment to change. */
export type SegmentPatch = Schemas["SegmentPatch"];
/** How the picture of a segment is shown. */
export type SegmentTransform = Schemas["SegmentTransform"];
/** What is settled for the videos of a project. */
export type Making = Schemas["Making"];
/** What to settle otherwise. */
export type MakingPatch = Schemas["MakingPatch"];
/** How a store's videos are made unless a project says otherwise. */
export type MakingDefaults = Schemas["MakingDefaults"];
/** A card at the end that says what to do. */
export type EndCard = Schemas["EndCard"];
/** A shot that the person chose for a sentence. */
export type ShotPin = Schemas["ShotPin"];
/** Which shots a project's variants would show. */
export type Storyboard = Schemas["Storyboard"];
/** What a variant would show. */
export type PlannedVariant = Schemas["PlannedVariant"];
/** A sentence and its shots. */
export type PlannedSentence = Schemas["PlannedSentence"];
/** A shot, and why it was chosen. */
export type PlannedShot = Schemas["PlannedShot"];
/** A shot of a plan. */
export type PlannedPlace = Schemas["PlannedPlace"];
/** A segment that could stand in the place of a shot. */
export type ShotAlternative = Schemas["ShotAlternative"];
/** What is done to every picture of a video. */
export type VideoLook = Schemas["VideoLook"];
/** What scripts are about. */
export type ScriptBrief = Schemas["ScriptBrief"];
/** Scripts to write, and by whom. */
export type ScriptRequest = Schemas["ScriptRequest"];
/** A script that nobody has checked yet. */
export type WrittenScript = Schemas["WrittenScript"];
/** A place in a script that a person should look at. */
export type ToCheck = Schemas["ToCheck"];
/** What scripts would cost with a writer. */
export type WriterQuote = Schemas["WriterQuote"];
/** The store's own model. */
export type ChatConnection = Schemas["ChatConnection"];
/** A model to connect. */
export type NewChatConnection = Schemas["NewChatConnection"];
