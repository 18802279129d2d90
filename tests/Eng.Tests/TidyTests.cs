using System.Text.Json;

namespace Levada.Eng.Tests;

public sealed class TidyTests
{
    private const string RatchetsPath = "eng/ratchets.json";

    public static TheoryData<string> RuleNames => [.. TidyRules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Untidy_places_become_fewer(string ruleName)
    {
        var places = TidyRules.All.Single(rule => rule.Name == ruleName).FindPlaces(SourceTree.Files);
        var ratchet = ReadRatchets().GetValueOrDefault(ruleName);
        if (places.Count == ratchet) return;
        Assert.Fail(places.Count < ratchet
            ? $"{ruleName}: {places.Count} places are left. Lower its number in {RatchetsPath} (now {ratchet}), or run eng/ratchet."
            : $"{ruleName}: {places.Count} places, {ratchet} allowed:\n  {string.Join("\n  ", places)}");
    }

    [Fact]
    public void Every_ratchet_belongs_to_a_rule() =>
        Assert.Equal(TidyRules.All.Select(rule => rule.Name).Order(StringComparer.Ordinal), ReadRatchets().Keys);

    /// <summary>Writes what is counted now; eng/ratchet runs it, and the difference shows in review.</summary>
    [Fact(Explicit = true)]
    public void Write_ratchets()
    {
        var lines = TidyRules.All.OrderBy(rule => rule.Name, StringComparer.Ordinal)
            .Select(rule => $"  \"{rule.Name}\": {rule.FindPlaces(SourceTree.Files).Count}");
        File.WriteAllText(Repository.PathOf(RatchetsPath), "{\n" + string.Join(",\n", lines) + "\n}\n");
    }

    private static SortedDictionary<string, int> ReadRatchets()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(RatchetsPath)));
        var ratchets = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.EnumerateObject()) ratchets.Add(entry.Name, entry.Value.GetInt32());
        return ratchets;
    }
}
