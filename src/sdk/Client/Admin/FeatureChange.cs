namespace Levada.Client.Admin;

/// <summary>A level to be reached.</summary>
public sealed record FeatureChange(string Name, short Level, FeatureMove Move);
