namespace Levada.Simulation;

/// <summary>Takes one line per thing that happened to a simulated disk; two runs of one seed give equal lines.</summary>
public delegate void DiskTrace(string line);
