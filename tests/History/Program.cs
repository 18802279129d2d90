using System.CommandLine;
using Levada.History;
using Levada.History.Checks;
using Levada.History.Events;

var file = new Argument<FileInfo>("file") { Description = "The history, one event on each line." };
var broker = new Option<FileInfo>("--broker") { Description = "The levada program to run.", Required = true };
var directory = new Option<DirectoryInfo>("--dir") { Description = "Where the broker keeps its data; must be empty.", Required = true };
var port = new Option<int>("--port") { DefaultValueFactory = _ => 19092 };
var overrides = new Option<string[]>("--override") { Description = "A setting of the broker, name=value.", DefaultValueFactory = _ => [] };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
var faults = new Option<int>("--faults") { DefaultValueFactory = _ => 20, Description = "How often the broker is killed, restarted or paused." };
var between = new Option<int>("--between") { DefaultValueFactory = _ => 1500, Description = "Records sent between two faults, at least; at most twice as many." };
var consumerProtocol = new Option<bool>("--consumer-protocol") { Description = "Let members of KIP-848 groups take part." };

var run = new Command("run", "Runs clients against a broker that is killed, restarted and paused, takes down what they see, and checks it.")
{
    file, broker, directory, port, overrides, seed, faults, between, consumerProtocol,
};
run.SetAction(async (parsed, cancellationToken) =>
{
    var plan = new RunPlan
    {
        Program = parsed.GetRequiredValue(broker).FullName, Directory = parsed.GetRequiredValue(directory).FullName, Port = parsed.GetValue(port),
        Overrides = parsed.GetValue(overrides) ?? [], Seed = parsed.GetValue(seed), FaultCount = parsed.GetValue(faults),
        RecordCountBetween = parsed.GetValue(between), HasConsumerProtocol = parsed.GetValue(consumerProtocol),
    };
    using var recorder = new Recorder(parsed.GetRequiredValue(file).FullName);
    await new HistoryRun(plan, recorder).ExecuteAsync(cancellationToken);
    return Report(recorder.Events);
});
var check = new Command("check", "Checks a history that was taken down before.") { file };
check.SetAction(parsed => Report(HistoryFile.Read(parsed.GetRequiredValue(file).FullName)));
return await new RootCommand("Holds what clients see of a broker against what it promises.") { run, check }.Parse(args).InvokeAsync();

static int Report(IEnumerable<HistoryEvent> events)
{
    const int shownMax = 5;
    var known = events.ToArray();
    var findings = HistoryCheck.Run(known);
    foreach (var rule in findings.GroupBy(finding => finding.Rule))
    {
        foreach (var finding in rule.Take(shownMax)) Console.WriteLine($"{finding.Rule}: {finding.Text}");
        if (rule.Count() > shownMax) Console.WriteLine($"{rule.Key}: {rule.Count() - shownMax} more");
    }

    foreach (var kind in known.GroupBy(happened => happened.GetType().Name).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        Console.WriteLine($"{kind.Count(),10} {kind.Key}");
    Console.WriteLine(findings.Count == 0 ? "no finding" : $"{findings.Count} findings");
    return findings.Count == 0 ? 0 : 1;
}
