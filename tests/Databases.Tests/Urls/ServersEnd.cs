using Levada.Servers;
using Levada.Databases.Tests.Urls;

[assembly: AssemblyFixture(typeof(ServersEnd))]

namespace Levada.Databases.Tests.Urls;

/// <summary>Ends the database servers after the last test: what ends only with the process holds that up.</summary>
public sealed class ServersEnd : IDisposable
{
    public void Dispose() => RunningServers.End();
}
