namespace Levada.Metadata.Configs;

/// <summary>What came of reading a broker's configuration.</summary>
/// <param name="Config">Null when there are errors.</param>
/// <param name="Errors">One line each, naming place, name, value and what is valid.</param>
/// <param name="Warnings">Names that are unknown or without effect; the start goes on.</param>
/// <param name="Advice">What will not work with these values although they are valid, and how to mend it.</param>
public sealed record BrokerConfigResult(
    BrokerConfig? Config, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Advice);
