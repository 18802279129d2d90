namespace Levada.Start;

/// <summary>What <c>levada start</c> was asked for.</summary>
/// <param name="PropertiesFile">Null for the embedded defaults.</param>
/// <param name="Overrides">In their order; a later one wins over an earlier one and over the file.</param>
internal sealed record StartOptions(string? PropertiesFile, IReadOnlyList<KeyValuePair<string, string>> Overrides);
