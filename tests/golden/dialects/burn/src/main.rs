//! What burn's schedulers give: for each line `COUNT CONFIG` the first COUNT rates as a list in JSON, or why burn refuses
//! the configuration as a text. CONFIG is an LrSchedulerConfig in burn's own JSON.

use burn::optim::lr_scheduler::module_lr_scheduler::ModuleLrSchedulerConfig;
use burn::optim::lr_scheduler::LrSchedulerConfig;
use std::io::BufRead;

fn rates(line: &str) -> Result<Vec<f64>, String> {
    let (count, config) = line.split_once(' ').ok_or("COUNT CONFIG is expected")?;
    let config: LrSchedulerConfig = serde_json::from_str(config).map_err(|error| error.to_string())?;
    let mut scheduler = ModuleLrSchedulerConfig::new(config).init()?;
    let count: usize = count.parse().map_err(|_| "COUNT is a number")?;
    Ok((0..count).map(|_| scheduler.step().base()).collect())
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let answer = match rates(&line.expect("text")) {
            Ok(rates) => serde_json::to_string(&rates),
            Err(why) => serde_json::to_string(&why),
        };
        println!("{}", answer.expect("JSON"));
    }
}
