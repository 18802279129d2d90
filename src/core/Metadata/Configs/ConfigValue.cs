namespace Levada.Metadata.Configs;

/// <summary>A value that was set before start, and where.</summary>
/// <param name="Origin">For people: <c>server.properties:12</c>, <c>--override</c>, an environment variable's name.</param>
/// <param name="IsEmbedded">Whether it is our own default for a start without a properties file.</param>
internal readonly record struct ConfigValue(string Text, string Origin, bool IsEmbedded = false);
