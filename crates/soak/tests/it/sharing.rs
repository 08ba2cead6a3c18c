//! Workers on two machines share jobs.

use soak::{process::How, proxy::Proxy};

use crate::stage::{Stage, skipped, system};

/// A network of its own, with a line to this machine; it goes with the value.
struct FarMachine(String);

impl FarMachine {
    const NEAR: &str = "10.231.77.1";

    fn set_up() -> Result<Self, String> {
        let name = format!("soak{}", std::process::id());
        system(&format!("ip netns add {name}"))?;
        let far = Self(name);
        let (name, near, end) =
            (&far.0, format!("n{}", std::process::id()), format!("f{}", std::process::id()));
        system(&format!("ip link add {near} type veth peer name {end} netns {name}"))?;
        system(&format!("ip addr add {}/30 dev {near}", Self::NEAR))?;
        system(&format!("ip link set {near} up"))?;
        system(&format!("ip -n {name} addr add 10.231.77.2/30 dev {end}"))?;
        system(&format!("ip -n {name} link set {end} up"))?;
        Ok(far)
    }
}

impl Drop for FarMachine {
    fn drop(&mut self) {
        if let Err(error) = system(&format!("ip netns del {}", self.0)) {
            skipped(&error);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_do_each_job_exactly_once() {
    let stage = Stage::new(2).await;
    let far_machine = FarMachine::set_up();
    let (listen, through) = match &far_machine {
        Ok(far) => (FarMachine::NEAR, vec!["ip", "netns", "exec", far.0.as_str()]),
        Err(error) => {
            skipped(&format!("the second worker has no network of its own: {error}"));
            ("127.0.0.1", Vec::new())
        }
    };
    let proxy = Proxy::lay(listen, &stage.urls).await.unwrap();
    let how = How { through: through.into_iter().map(Into::into).collect(), ..stage.how.clone() };
    let workers = [stage.worker("near"), stage.worker_as(&how, &proxy.urls(&stage.urls), "far")];
    let film = stage.film().await;
    for number in 0..19 {
        match number % 10 {
            0 => drop(stage.order(film, number, 1).await),
            n => drop(stage.street.upload(stage.street.shop(usize::from(n > 4)).unwrap()).await.unwrap()),
        }
    }
    stage.until_all_ended().await;
    for worker in workers {
        let begun = worker.said().unwrap().matches("job started").count();
        assert!((1..20).contains(&begun), "it began {begun} of 20 jobs\n{}", stage.logs());
        worker.stop().await.unwrap();
    }
    assert!(proxy.connections() > 0);
    let findings = stage.all_done().await;
    assert_eq!((findings.jobs.values().sum::<usize>(), findings.attempts), (20, 20), "{findings}");
}
