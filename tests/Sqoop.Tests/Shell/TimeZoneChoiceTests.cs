using System.Collections.Immutable;
using Levada.Sqoop.Connections;
using Levada.Transfer;

namespace Levada.Sqoop.Tests.Shell;

public sealed class TimeZoneChoiceTests
{
    private static string Choose((string Name, string Value)[] properties, (string Name, string Value)[] variables) => TimeZoneChoice.Choose(
        ImmutableSortedDictionary.CreateRange(properties.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        name => Array.Find(variables, pair => pair.Name == name).Value,
        () => "Asia/Tokyo");

    [Fact]
    public void Without_a_word_it_is_the_systems() => Assert.Equal("Asia/Tokyo", Choose([], []));

    [Fact]
    public void What_is_nearer_to_the_command_line_wins()
    {
        (string, string) tz = ("TZ", "Europe/Paris"), hadoop = ("HADOOP_OPTS", "-Xmx1g -Duser.timezone=Europe/Rome");
        (string, string) job = ("mapreduce.map.java.opts", "-Xmx1g -Duser.timezone=Europe/Madrid"), user = ("user.timezone", "Europe/Berlin");
        Assert.Equal("Europe/Paris", Choose([], [tz]));
        Assert.Equal("Europe/Rome", Choose([], [tz, hadoop]));
        Assert.Equal("Europe/Madrid", Choose([job], [tz, hadoop]));
        Assert.Equal("Europe/Berlin", Choose([job, user], [tz, hadoop]));
    }

    [Fact]
    public void Options_of_java_that_name_no_zone_are_passed_over() =>
        Assert.Equal("Europe/Paris", Choose([("mapred.child.java.opts", "-Xmx1g")], [("TZ", "Europe/Paris")]));

    [Theory]
    [InlineData("mapred.child.java.opts")]
    [InlineData("mapreduce.reduce.java.opts")]
    [InlineData("mapred.map.child.java.opts")]
    public void Any_java_options_of_a_job_count(string name) => Assert.Equal("Europe/Rome", Choose([(name, "-Duser.timezone=Europe/Rome")], []));

    [Theory]
    [InlineData("UTC", "UTC")]
    [InlineData("gmt", "UTC")]
    [InlineData("GMT+2", "Etc/GMT-2")]
    [InlineData("GMT-05:00", "Etc/GMT+5")]
    [InlineData("UTC+0", "UTC")]
    [InlineData(":Europe/Berlin", "Europe/Berlin")]
    [InlineData(":/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin")]
    [InlineData("", "Asia/Tokyo")]
    public void Zones_have_names_of_java_and_of_the_system(string tz, string expected) => Assert.Equal(expected, Choose([], [("TZ", tz)]));

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("GMT+5:30")]
    public void An_unknown_zone_is_named(string zone) =>
        Assert.Contains(zone, Assert.Throws<TransferException>(() => Choose([("user.timezone", zone)], [])).Message);
}
