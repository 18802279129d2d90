using Levada.Transfer.Options;
using static Levada.Transfer.CommandLine.Checks.ToolChecks;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>Checks that several tools make.</summary>
internal static class SharedChecks
{
    private const string Source = "tool.BaseSqoopTool";

    public static void Common(OptionsDraft draft) =>
        Require(draft.Connect.Url is not null, $"Error: Required argument --connect is missing.{UsageException.Hint}");

    public static void CodeGen(OptionsDraft draft) => Require(
        draft.Code.ClassName is null || draft.Code.PackageName is null,
        $"--class-name overrides --package-name. You cannot use both.{UsageException.Hint}");

    /// <summary>A Hive table has its own delimiters, unless others were asked for.</summary>
    public static void OutputFormat(OptionsDraft draft)
    {
        if (!draft.Hive.IsImport) return;
        if (!draft.IsOutputGiven)
        {
            draft.Info(Source, "Using Hive-specific delimiters for output. You can override");
            draft.Info(Source, "delimiters with --fields-terminated-by, etc.");
            draft.Output = DelimiterSet.Hive;
        }

        if (draft.Output.HasEscape)
        {
            draft.Warn(Source, "Hive does not support escape characters in fields;");
            draft.Warn(Source, "parse errors in Hive may result from using --escaped-by.");
        }

        if (!draft.Output.HasEnclose) return;
        draft.Warn(Source, "Hive does not support quoted strings; parse errors");
        draft.Warn(Source, "in Hive may result from using --enclosed-by.");
    }

    /// <summary>Only MySQL and PostgreSQL have a way of their own.</summary>
    public static void DirectConnector(OptionsDraft draft) => Require(
        draft.Connect.Url is null || IsMySql(draft) || HasScheme(draft, "jdbc:postgresql:"),
        "Was called with the --direct option, but no direct connector available.");

    public static bool IsMySql(OptionsDraft draft) => HasScheme(draft, "jdbc:mysql:") || HasScheme(draft, "jdbc:mariadb:");

    private static bool HasScheme(OptionsDraft draft, string scheme) =>
        draft.Connect.Url?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true;
}
