namespace Levada.Simulation;

/// <summary>What a name on the disk stands for.</summary>
internal abstract class DiskNode;
