namespace Levada.Broker;

/// <summary>Why a broker cannot start, in one line that says what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
