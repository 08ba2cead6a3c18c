//! [`Supabase`]: an [`IdentityProvider`](domain::IdentityProvider) for the signed tokens (JWT) of Supabase.
//!
//! The algorithm comes from the configuration and from the key itself, never from the token: a token signed with a
//! public key as if it were a secret, or with nothing, names an algorithm that is not asked for.

mod keys;
mod supabase;

pub use supabase::{InvalidSupabase, Supabase, SupabaseKeys};
