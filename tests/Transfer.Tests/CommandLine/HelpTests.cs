using Levada.Transfer.CommandLine;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class HelpTests
{
    public static TheoryData<string> Tools => [.. Enum.GetValues<Levada.Transfer.Options.ToolName>().Select(ToolNames.TextOf)];

    [Fact]
    public void The_list_of_commands_is_in_order()
    {
        var result = Sqoop.Parse("help");
        Assert.Equal(0, result.ExitCode);
        Assert.Null(result.Options);
        var names = result.Output.Split('\n').Where(line => line.StartsWith("  ")).Select(line => line.Trim().Split(' ')[0]).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(15, names.Count);
        Assert.EndsWith("\nSee 'sqoop help COMMAND' for information on a specific command.\n", result.Output);
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public void Every_tool_has_help_and_exit_code_0(string tool)
    {
        var result = Sqoop.Parse("help", tool);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"usage: sqoop {tool}", result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Help_within_a_tool_has_the_same_text_and_exit_code_1()
    {
        var result = Sqoop.Parse("import", "--table", "t", "--help", "--target-dir", "d");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.ErrorText);
        Assert.Equal(Sqoop.Parse("help", "import").Output, result.Output);
    }

    [Fact]
    public void Help_for_what_does_not_exist_is_an_error()
    {
        var result = Sqoop.Parse("help", "nothing");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("No such tool: nothing", result.Output);
    }

    [Fact]
    public void An_option_is_shown_with_its_letter_and_its_value()
    {
        var text = Sqoop.Parse("help", "import").Output;
        Assert.Contains("-m,--num-mappers <n> ", text);
        Assert.Contains("\n   --table <table-name> ", text);
        Assert.Contains("\n-P ", text);
        Assert.Contains("\nIncremental import arguments:\n", text);
        Assert.Contains("-D <property=value>", text);
    }

    [Fact]
    public void The_same_option_is_shown_once() =>
        Assert.Equal(2, Sqoop.Parse("help", "codegen").Output.Split("--map-column-hive").Length);
}
