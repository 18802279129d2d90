using Levada.Protocol;

namespace Levada.Client.Connections;

/// <summary>Writes a request's body after its header.</summary>
internal delegate void RequestWriter<in TState>(TState state, WireWriter writer, short version);
