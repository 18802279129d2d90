namespace Levada.Simulation.Tests.Logs;

/// <summary>Ends what runs at the step at which a test has the machine die.</summary>
internal sealed class MachineDiedException : Exception;
