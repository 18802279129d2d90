using System.CommandLine;
using Levada.Cli;

namespace Levada.Cli.Tests;

public sealed class CommandLineTests
{
    private static readonly Dictionary<string, string[]> s_wholeLines = new()
    {
        ["topic create"] = ["orders"],
        ["topic describe"] = ["orders"],
        ["topic alter"] = ["orders", "--partitions", "3"],
        ["topic trim"] = ["orders", "--before", "end"],
        ["topic delete"] = ["orders"],
        ["produce"] = ["orders"],
        ["consume"] = ["orders"],
        ["group describe"] = ["audit"],
        ["group seek"] = ["audit", "--to-latest"],
        ["group delete"] = ["audit"],
        ["group redrive"] = ["audit"],
        ["transaction describe"] = ["billing"],
        ["transaction abort"] = ["orders"],
        ["config get"] = ["topic", "orders"],
        ["config set"] = ["topic", "orders", "retention.ms=1"],
        ["quota set"] = ["--client", "loader", "producer_byte_rate=1"],
        ["quota remove"] = ["--client", "loader", "producer_byte_rate"],
        ["features upgrade"] = ["group.version=1"],
        ["features downgrade"] = ["group.version=0"],
        ["dump-log"] = ["data"],
    };

    public static TheoryData<string> Commands =>
        [.. LeavesOf(CommandTree.Build(), "").Where(path => path != "start")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_refuses_an_option_that_it_does_not_know(string path)
    {
        string[] words = path.Split(' ');
        var rest = s_wholeLines.GetValueOrDefault(path, []);
        Assert.Null(Mistake([.. words, .. rest]));
        foreach (var stray in (string[])["--nonsense", "-X", "--nonsense=1"])
        {
            Assert.Contains("there is no option", Mistake([.. words, stray, .. rest]));
            Assert.Contains("there is no option", Mistake([.. words, .. rest, stray]));
        }
    }

    [Theory]
    [InlineData("config", "set", "--bootstrap-server", "127.0.0.1:1", "topic", "orders", "retention.ms=1")]
    [InlineData("topic", "list", "--bootstrap-server", "127.0.0.1:1")]
    [InlineData("topic", "describe", "orders", "--boot", "127.0.0.1:1")]
    public void Whoever_is_near_an_option_is_told_its_name(params string[] arguments) =>
        Assert.EndsWith("did you mean --bootstrap?", Mistake(arguments));

    [Theory]
    [InlineData("topic", "list", "orders")]
    [InlineData("group", "list", "audit")]
    [InlineData("cluster", "1")]
    [InlineData("quota", "list", "loader")]
    [InlineData("bench", "produce", "orders")]
    [InlineData("topic", "trim", "orders", "--before", "end", "1")]
    [InlineData("group", "seek", "audit", "orders", "--to-latest")]
    public void A_word_that_a_command_has_no_use_for_is_refused(params string[] arguments) =>
        Assert.EndsWith("is not understood here", Mistake(arguments));

    [Theory]
    [InlineData("--partitions takes a whole number, not 'many'", "topic", "create", "orders", "-p", "many")]
    [InlineData("--count takes a whole number, not '1.5'", "consume", "orders", "--count", "1.5")]
    [InlineData("--to-offset takes a whole number, not '99999999999999999999'", "group", "seek", "audit", "--to-offset", "99999999999999999999")]
    public void A_number_that_is_none_is_named_with_its_option(string mistake, params string[] arguments) =>
        Assert.Equal(mistake, Mistake(arguments));

    [Theory]
    [InlineData("topic", "describe", "--", "-orders")]
    [InlineData("produce", "orders", "-")]
    [InlineData("group", "seek", "audit", "--shift-by", "-100")]
    [InlineData("consume", "orders", "-o", "-10")]
    [InlineData("topic", "trim", "orders", "--before", "@-7d")]
    public void What_only_looks_like_an_option_or_a_file_is_taken_as_it_is(params string[] arguments) => Assert.Null(Mistake(arguments));

    [Theory]
    [InlineData("--bootstrap", "127.0.0.1:1", "start")]
    [InlineData("--output", "json", "start")]
    public async Task Start_refuses_options_of_the_other_commands(params string[] arguments) =>
        Assert.Equal(ExitCode.Usage, await CommandLine.RunAsync(arguments));

    private static string? Mistake(string[] arguments) => CommandLine.MistakeIn(CommandLine.Parse(arguments), arguments);

    private static IEnumerable<string> LeavesOf(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(sub => LeavesOf(sub, $"{path} {sub.Name}".Trim()));
}
