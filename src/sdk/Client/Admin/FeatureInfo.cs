namespace Levada.Client.Admin;

/// <summary>A feature of a cluster: the levels its brokers serve and the one in force.</summary>
/// <param name="LevelMax">The highest level served; 0 where the cluster has it finalized and the asked broker does not serve it.</param>
/// <param name="Level">The finalized level; 0 is off.</param>
public sealed record FeatureInfo(string Name, short LevelMin, short LevelMax, short Level);
