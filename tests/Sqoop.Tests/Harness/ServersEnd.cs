using Levada.Servers;
using Levada.Sqoop.Tests.Harness;

[assembly: AssemblyFixture(typeof(ServersEnd))]

namespace Levada.Sqoop.Tests.Harness;

/// <summary>Ends the database servers after the last test: what ends only with the process holds that up.</summary>
public sealed class ServersEnd : IDisposable
{
    public void Dispose() => RunningServers.End();
}
