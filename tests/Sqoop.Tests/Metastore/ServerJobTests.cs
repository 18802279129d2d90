using Levada.Databases;
using Levada.Servers;
using Levada.Sqoop.Metastore;
using Levada.Transfer;
using Levada.Transfer.CommandLine;
using Levada.Transfer.CommandLine.Jobs;

namespace Levada.Sqoop.Tests.Metastore;

/// <summary>Metastores that several machines share.</summary>
public sealed class ServerJobTests
{
    // A server may take a moment to notice that a connection has ended.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Servers => ["MariaDB", "PostgreSQL"];

    private static MetastoreLocation NewStore(string server)
    {
        if (server == "MariaDB")
        {
            Assert.SkipWhen(MariaDbServer.Shared.SkipReason is not null, MariaDbServer.Shared.SkipReason ?? "");
            var name = MariaDbServer.Shared.NewDatabase();
            return new(new DatabaseRequest(MariaDbServer.Shared.JdbcUrl(name), MariaDbServer.Shared.User, MariaDbServer.Shared.Password), null);
        }

        Assert.SkipWhen(PostgreSqlServer.Shared.SkipReason is not null, PostgreSqlServer.Shared.SkipReason ?? "");
        var database = PostgreSqlServer.Shared.NewDatabase();
        return new(new DatabaseRequest(PostgreSqlServer.Shared.JdbcUrl(database), PostgreSqlServer.Shared.User, PostgreSqlServer.Shared.Password), null);
    }

    private static JobStore Open(MetastoreLocation location) => new(location, CancellationToken.None);

    private static SavedJob NewJob(string where) => new CommandLineParser(_ => null)
        .Parse(["import", "--connect", "jdbc:mysql://h/d", "--table", "t", "--where", where, "-m", "1"])
        .Job ?? throw new InvalidOperationException();

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_job_is_kept_for_everybody(string server)
    {
        var location = NewStore(server);
        var job = NewJob($"a = 'it''s' AND b = \"\\\\\" /* {new string('é', 3000)} 😀 */");
        using (var store = Open(location)) store.Create("näme 'x' \\", job);
        using (var store = Open(location))
        {
            Assert.Equal(["näme 'x' \\"], store.List());
            var read = store.Read("näme 'x' \\")!;
            Assert.Equal(job.Properties, read.Properties);
            Assert.Equal(job.Tool, read.Tool);
            store.Update("näme 'x' \\", SavedJob.LastValueKey, "2020-01-01 00:00:00.000001");
            Assert.Equal("2020-01-01 00:00:00.000001", store.Read("näme 'x' \\")!.Properties[SavedJob.LastValueKey]);
            Assert.Contains("already exists", Assert.Throws<TransferException>(() => store.Create("näme 'x' \\", job)).Message);
            Assert.True(store.Delete("näme 'x' \\"));
            Assert.False(store.Delete("näme 'x' \\"));
            Assert.Empty(store.List());
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Names_that_differ_in_case_are_different_jobs(string server)
    {
        using var store = Open(NewStore(server));
        store.Create("j", NewJob("1"));
        store.Create("J", NewJob("2"));
        Assert.Equal("1", store.Read("j")!.Properties["db.where.clause"]);
        Assert.Equal("2", store.Read("J")!.Properties["db.where.clause"]);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_job_that_runs_keeps_other_machines_out_until_it_ends_or_its_connection_is_lost(string server)
    {
        var location = NewStore(server);
        using var other = Open(location);
        other.Create("j", NewJob("1"));
        using (var store = Open(location))
        {
            using (store.Lock("j", "anna@host", TimeSpan.Zero))
                Assert.Equal("The job j is being run by anna@host.", Assert.Throws<TransferException>(() => other.Lock("j", "bert", TimeSpan.Zero)).Message);
        }

        using (other.Lock("j", "bert", Patience))
        {
        }

        var died = Open(location);
        died.Lock("j", "ghost", Patience);
        died.Dispose();
        using (other.Lock("j", "bert", Patience))
        {
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Of_two_that_create_a_job_one_wins(string server)
    {
        var location = NewStore(server);
        using (Open(location))
        {
        }

        var failures = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            using var store = Open(location);
            try
            {
                store.Create("j", NewJob("1"));
            }
            catch (TransferException e) when (e.Message == "Job j already exists")
            {
                Interlocked.Increment(ref failures);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(3, failures);
    }
}
