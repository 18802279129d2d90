namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>What a command line holds for one tool.</summary>
/// <param name="Given">Options by their long names, with the first value given; a switch has an empty one.</param>
/// <param name="Order">Options as they came.</param>
/// <param name="Rest">From the first token on that is no option.</param>
internal sealed record ParsedArguments(IReadOnlyDictionary<string, string> Given, IReadOnlyList<OptionSpec> Order, IReadOnlyList<string> Rest)
{
    /// <summary>Names before which a typographic dash stood.</summary>
    public IReadOnlyList<string> Dashed { get; init; } = [];

    public bool Has(string name) => Given.ContainsKey(name);
}
