using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.CommandLine.Groups;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>The verbs of the job tool exclude one another.</summary>
internal static class VerbChecks
{
    public static void Check(ParsedArguments parsed)
    {
        string? first = null;
        foreach (var option in parsed.Order.Where(option => Array.IndexOf(JobGroup.Verbs, option.Name) >= 0))
        {
            if (first is not null && first != option.Name)
                throw new UsageException($"The option '{option.Name}' was specified but an option from this group has already been selected: '{first}'");
            first = option.Name;
        }
    }
}
