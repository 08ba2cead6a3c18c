//! Workers on two machines share jobs.

use std::time::Duration;

use soak::{process::How, proxy::Proxy};

use crate::stage::{Stage, skipped, system};

/// A network of its own, with a line to this machine; it goes with the value.
struct FarMachine {
    name: String,
    /// This machine's address on the line.
    near: String,
}

impl FarMachine {
    /// Each process has addresses of its own: a killed one leaves its network behind, and two
    /// lines with one address would swallow each other's answers.
    fn set_up() -> Result<Self, String> {
        let process = std::process::id();
        forget_those_of_ended_processes()?;
        let name = format!("{PREFIX}{process}");
        let subnet = process % (1 << 14);
        let address = |host: u32| {
            let [_, _, high, low] = (subnet * 4 + host).to_be_bytes();
            format!("10.231.{high}.{low}")
        };
        system(&format!("ip netns add {name}"))?;
        let far = Self { name, near: address(1) };
        let (name, near, end) = (&far.name, format!("n{process}"), format!("f{process}"));
        system(&format!("ip link add {near} type veth peer name {end} netns {name}"))?;
        system(&format!("ip addr add {}/30 dev {near}", far.near))?;
        system(&format!("ip link set {near} up"))?;
        system(&format!("ip -n {name} addr add {}/30 dev {end}", address(2)))?;
        system(&format!("ip -n {name} link set {end} up"))?;
        Ok(far)
    }
}

impl Drop for FarMachine {
    fn drop(&mut self) {
        if let Err(error) = system(&format!("ip netns del {}", self.name)) {
            skipped(&error);
        }
    }
}

const PREFIX: &str = "soak-far-";

fn forget_those_of_ended_processes() -> Result<(), String> {
    let Ok(networks) = std::fs::read_dir("/run/netns") else { return Ok(()) };
    for network in networks.filter_map(Result::ok) {
        let name = network.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(PREFIX).and_then(|number| number.parse::<u32>().ok());
        if process.is_some_and(|id| !std::path::Path::new(&format!("/proc/{id}")).exists()) {
            system(&format!("ip netns del {name}"))?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_do_each_job_exactly_once() {
    let stage = Stage::new(2).await.with_leases_of(Duration::from_secs(10));
    let far_machine = FarMachine::set_up();
    let (listen, through) = match &far_machine {
        Ok(far) => (far.near.as_str(), vec!["ip", "netns", "exec", far.name.as_str()]),
        Err(error) => {
            skipped(&format!("the second worker has no network of its own: {error}"));
            ("127.0.0.1", Vec::new())
        }
    };
    let proxy = Proxy::lay(listen, &stage.urls).await.unwrap();
    let how = How { through: through.into_iter().map(Into::into).collect(), ..stage.how.clone() };
    let mut workers = [stage.worker("near"), stage.worker_as(&how, &proxy.urls(&stage.urls), "far")];
    for worker in &mut workers {
        worker.until_up().await.unwrap();
    }
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
