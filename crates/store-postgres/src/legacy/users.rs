//! Users, each with a profile for what was theirs.

use diesel::{ExpressionMethods as _, QueryDsl as _};
use diesel_async::RunQueryDsl as _;
use domain::{NewProfile, ProfileId, StoreError, UserId};
use uuid::Uuid;

use super::{
    batch::{Home, LegacyTable, Owner, Read},
    reading::{LegacyRow, one_line},
    source::{Column, Source},
};
use crate::{profiles, rows::failed, schema, scope::Scope};

pub(super) struct Users;

/// A user of the original; `email` is where accounts would begin.
pub(super) struct NewUser {
    id: Uuid,
    email: Option<String>,
}

impl LegacyTable for Users {
    const NAME: &'static str = "auth.users";
    const COLUMNS: &'static [Column] = &[Column::Text("email")];
    const RAW: &'static [(&'static str, &'static str)] = &[];
    const TOLD: &'static str = "";
    const TARGET: &'static str = "users";
    const ABSENT: &'static str = "it could not be made";
    type New = NewUser;

    fn joins(_source: &Source) -> String {
        String::new()
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewUser> {
        let Ok(id) = Uuid::parse_str(row.id()) else { return Read::Left("its id is no UUID") };
        let email = row.text("email").map(|email| one_line(email, 320)).filter(|email| !email.is_empty());
        Read::Row { new: NewUser { id, email }, owner: Owner::One(Some(id)), changes: vec![] }
    }

    fn key(new: &NewUser) -> Uuid {
        new.id
    }

    /// Makes the user and the profile as a sign-in would; the profile is the default where there was none.
    async fn insert(scope: &mut Scope, home: Home, rows: &[NewUser]) -> Result<Vec<Uuid>, StoreError> {
        let mut written = Vec::new();
        for user in rows {
            scope.turn_to_user(user.id).await?;
            let store = NewProfile::parse("Adopted store", "", NewProfile::COLOUR, "")
                .map_err(|bad| StoreError::Conflict(bad.to_string()))?;
            let name = user.email.as_deref().unwrap_or("Adopted user");
            let id = ProfileId::from(home.profile);
            if profiles::adopt(scope, UserId::from(user.id), name, id, store).await? {
                written.push(user.id);
            }
        }
        Ok(written)
    }

    async fn present(scope: &mut Scope, home: Home, rows: &[NewUser]) -> Result<Vec<Uuid>, StoreError> {
        scope.turn_to_user(home.user).await?;
        let found: Vec<Uuid> = schema::profiles::table
            .filter(schema::profiles::id.eq(home.profile))
            .select(schema::profiles::owner_id)
            .load(&mut **scope)
            .await
            .map_err(failed)?;
        Ok(found.into_iter().filter(|owner| rows.iter().any(|user| user.id == *owner)).collect())
    }
}
