using System.Text.RegularExpressions;

namespace Levada.Eng.Tests;

/// <summary>The compatibility document says of every api who drives it.</summary>
public sealed partial class CompatibilityTests
{
    [Fact]
    public void Every_api_that_is_served_has_a_row_with_its_versions()
    {
        var rows = File.ReadAllText(Repository.PathOf("docs/compatibility.md"));
        var served = SourceTree.Files.SelectMany(file => Handler().Matches(file.Text)).Select(found =>
            $" {found.Groups["api"]} | {(found.Groups["min"].Value == found.Groups["max"].Value ? "" : $"{found.Groups["min"]} to ")}{found.Groups["max"]} |").ToArray();
        Assert.NotEmpty(served);
        Assert.Equal([], served.Where(row => !rows.Contains(row, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\[KafkaApi\(ApiKey\.(?<api>\w+), (?<min>\d+), (?<max>\d+)")]
    private static partial Regex Handler();
}
