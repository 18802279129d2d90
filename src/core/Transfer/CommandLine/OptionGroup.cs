using System.Collections.Immutable;

namespace Levada.Transfer.CommandLine;

/// <summary>Options that help shows under one title. They are applied in this order, whatever the order of the command line.</summary>
internal sealed record OptionGroup(string Title, ImmutableArray<OptionSpec> Options)
{
    public OptionGroup With(params ReadOnlySpan<OptionSpec> more) => this with { Options = [.. Options, .. more] };

    public OptionGroup Without(params string[] names) =>
        this with { Options = [.. Options.Where(option => Array.IndexOf(names, option.Name) < 0)] };
}
