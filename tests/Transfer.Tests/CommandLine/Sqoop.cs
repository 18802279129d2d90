using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

/// <summary>Runs command lines through the parser, with files held in memory.</summary>
internal static class Sqoop
{
    public const string Connect = "--connect jdbc:mysql://h/db";

    public static CommandLineParser Parser(params (string Name, string Text)[] files) =>
        new(name => Array.Find(files, file => file.Name == name).Text);

    /// <summary>A command line split at blanks.</summary>
    public static CommandLineResult Parse(string line) => Parse(Split(line));

    public static CommandLineResult Parse(params string[] arguments) => Parser().Parse(arguments);

    public static TransferOptions Options(string line) => Options(Split(line));

    public static TransferOptions Options(params string[] arguments)
    {
        var result = Parse(arguments);
        Assert.True(result.Options is not null, result.ErrorText);
        return result.Options!;
    }

    /// <summary>The complaint about a command line that must end with exit code 1.</summary>
    public static string Complaint(string line) => Complaint(Split(line));

    public static string Complaint(params string[] arguments)
    {
        var result = Parse(arguments);
        Assert.Null(result.Options);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        return result.ErrorText;
    }

    public static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
