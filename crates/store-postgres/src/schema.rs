//! The tables as diesel sees them.

use diesel::{allow_tables_to_appear_in_same_query, table};

table! {
    users (id) { id -> Uuid, name -> Text, default_profile_id -> Nullable<Uuid>, created_at -> Timestamptz, }
}

table! {
    profiles (id) {
        id -> Uuid, owner_id -> Uuid, name -> Text, description -> Text, colour -> Text, icon -> Text,
        created_at -> Timestamptz, context_text -> Text, tts_settings -> Jsonb, caption_style -> Jsonb,
        making_defaults -> Jsonb, publisher_defaults -> Jsonb, monthly_quota_micro_usd -> Nullable<BigInt>,
    }
}

table! {
    deleted_profiles (id) { id -> Uuid, owner_id -> Uuid, name -> Text, deleted_at -> Timestamptz, }
}

table! {
    budgets (profile_id, month) {
        profile_id -> Uuid, month -> Date, spent_micro_usd -> BigInt, reserved_micro_usd -> BigInt,
    }
}

table! {
    cost_entries (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, spend_key -> Text, state -> Text, month -> Date, provider -> Text,
        operation -> Text, units -> BigInt, project_id -> Nullable<Uuid>, job_id -> Nullable<Uuid>,
        reserved_micro_usd -> BigInt, amount_micro_usd -> BigInt, expires_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz, ended_at -> Nullable<Timestamptz>,
    }
}

table! {
    credentials (profile_id, kind) {
        profile_id -> Uuid, kind -> Text, version -> SmallInt, key_id -> Text, nonce -> Binary,
        ciphertext -> Binary, last_four -> Text, address -> Nullable<Text>, updated_at -> Timestamptz,
    }
}

table! {
    chat_connections (profile_id) {
        profile_id -> Uuid, base_url -> Text, model -> Text, price_in_micro_usd -> BigInt,
        price_out_micro_usd -> BigInt, updated_at -> Timestamptz,
    }
}

table! {
    music (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, name -> Text, duration_ms -> Integer, loudness_lufs -> Double,
        created_at -> Timestamptz,
    }
}

table! {
    pictures (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, name -> Text, width -> Integer, height -> Integer,
        created_at -> Timestamptz,
    }
}

table! {
    cloned_voices (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, provider -> Text, voice -> Text, label -> Text, language -> Text,
        sample_ms -> Integer, sample_sha256 -> Text, consent_text -> Text, consent_by -> Uuid,
        consent_at -> Timestamptz, created_at -> Timestamptz,
    }
}

table! {
    kept_answers (profile_id, key) {
        profile_id -> Uuid, key -> Text, request_hash -> Binary, status -> Nullable<SmallInt>,
        content_type -> Nullable<Text>, body -> Nullable<Binary>, held_until -> Timestamptz,
        created_at -> Timestamptz,
    }
}

table! {
    source_videos (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, name -> Text, container -> Text, size_bytes -> BigInt, state -> Text,
        failure -> Nullable<Text>, probe -> Nullable<Jsonb>, viewing -> Nullable<Jsonb>,
        created_at -> Timestamptz,
    }
}

table! {
    segments (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, source_video_id -> Uuid, start_ms -> Integer, end_ms -> Integer,
        motion -> Float, variance -> Float, sharpness -> Float, contrast -> Float, brightness -> Float,
        steadiness -> Nullable<Float>, picture_hash -> Nullable<BigInt>, keywords -> Nullable<Array<Text>>,
        notes -> Nullable<Text>, is_favourite -> Nullable<Bool>, single_use -> Nullable<Bool>,
        transform -> Nullable<Jsonb>, is_edited -> Bool, is_removed -> Bool,
    }
}

table! {
    projects (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, name -> Text, script -> Text, voice_provider -> Text, voice -> Text,
        speed_percent -> SmallInt, making -> Jsonb, created_at -> Timestamptz, updated_at -> Timestamptz,
    }
}

table! {
    project_source_videos (profile_id, project_id, source_video_id) {
        profile_id -> Uuid, project_id -> Uuid, source_video_id -> Uuid, position -> SmallInt,
    }
}

table! {
    clips (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, project_id -> Nullable<Uuid>, project_name -> Text, variant -> SmallInt,
        duration_ms -> Integer, width -> Integer, height -> Integer, size_bytes -> BigInt,
        loudness_lufs -> Double, voice_label -> Text, notes -> Jsonb, fingerprint -> Text,
        missing_file -> Nullable<Text>, created_at -> Timestamptz, quality -> Text, made_from -> Nullable<Jsonb>,
        shown_segments -> Array<Uuid>,
    }
}

table! {
    narrations (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, job_id -> Uuid, script -> Text, voice_provider -> Text, voice -> Text,
        speed_percent -> SmallInt, state -> Text, failure -> Nullable<Text>, sentences -> Nullable<Jsonb>,
        voice_label -> Nullable<Text>, duration_ms -> Nullable<Integer>, notes -> Nullable<Jsonb>,
        created_at -> Timestamptz,
    }
}

table! {
    jobs (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, actor_id -> Uuid, kind -> Text, task -> Jsonb, state -> Text, step -> Text,
        progress -> Float, failure_code -> Nullable<Text>, failure_detail -> Nullable<Text>,
        result -> Nullable<Jsonb>, unique_key -> Nullable<Text>, priority -> SmallInt, run_at -> Timestamptz, attempt -> Integer,
        max_attempts -> Integer, cancel_requested -> Bool, lease_by -> Nullable<Uuid>,
        lease_until -> Nullable<Timestamptz>, seq -> BigInt, created_at -> Timestamptz, updated_at -> Timestamptz,
    }
}

table! {
    job_seqs (profile_id) { profile_id -> Uuid, seq -> BigInt, }
}

table! {
    accounts (user_id) { user_id -> Uuid, email -> Text, password_hash -> Text, created_at -> Timestamptz, }
}

table! {
    sessions (id) {
        id -> Uuid, user_id -> Uuid, secret_hash -> Binary, created_at -> Timestamptz, last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

table! {
    api_tokens (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, user_id -> Uuid, name -> Text, secret_hash -> Binary, last_four -> Text,
        created_at -> Timestamptz, last_used_at -> Nullable<Timestamptz>,
    }
}

table! {
    adoptions (adoption_id, step) {
        adoption_id -> Uuid, step -> Text, upto -> Nullable<Text>, is_finished -> Bool, tally -> Jsonb,
        report_bytes -> BigInt, updated_at -> Timestamptz,
    }
}

table! {
    publishing_connections (profile_id) {
        profile_id -> Uuid, id -> Uuid, base_url -> Text, updated_at -> Timestamptz, budget -> Nullable<Binary>,
    }
}

table! {
    channels (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, remote_id -> Text, network -> Text, name -> Text, handle -> Text,
        settings -> Jsonb, gap_minutes -> SmallInt, created_at -> Timestamptz,
    }
}

table! {
    publication_uploads (profile_id, connection_id, clip_id, fingerprint, kind) {
        profile_id -> Uuid, connection_id -> Uuid, clip_id -> Uuid, fingerprint -> Text, kind -> Text,
        remote_id -> Text, path -> Text, created_at -> Timestamptz,
    }
}

table! {
    publications (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, batch_id -> Uuid, clip_id -> Nullable<Uuid>, clip_name -> Text,
        fingerprint -> Text, channel_id -> Nullable<Uuid>, remote_channel -> Text, network -> Text,
        account -> Text, is_now -> Bool, due_at -> Timestamptz, zone -> Text, text -> Text, html -> Text,
        settings -> Jsonb, with_cover -> Bool, state -> Text, sends -> SmallInt,
        sending_at -> Nullable<Timestamptz>, remote_id -> Nullable<Text>, url -> Nullable<Text>,
        reason -> Nullable<Text>, version -> Integer, created_at -> Timestamptz, updated_at -> Timestamptz,
    }
}

table! {
    publishing_events (profile_id, id) {
        profile_id -> Uuid, id -> Uuid, at -> Timestamptz, actor_id -> Uuid, what -> Text,
        publication_id -> Nullable<Uuid>, clip_id -> Nullable<Uuid>, clip_name -> Text, account -> Text,
        detail -> Text,
    }
}

allow_tables_to_appear_in_same_query!(users, profiles, source_videos, segments);
allow_tables_to_appear_in_same_query!(cost_entries, projects);
