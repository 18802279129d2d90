import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactions a second of Apache Kafka's own client: 100 records of 1 KiB each to one partition, acks=all, linger.ms=0.
 * java -cp '<directory of the client's jars>/*' bench/Java/Transactions.java <host:port> [producers] [seconds]
 * The first third of the time warms up and does not count.
 */
final class Transactions {
    private static final int RECORDS = 100;
    private static final int RECORD_BYTES = 1024;

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("Transactions.java <host:port> [producers] [seconds]");
            System.exit(2);
        }

        String bootstrap = arguments[0];
        int producers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        long seconds = arguments.length > 2 ? Long.parseLong(arguments[2]) : 15;

        long start = System.nanoTime();
        long counted = start + seconds * 1_000_000_000L / 3;
        long end = start + seconds * 1_000_000_000L;
        List<CompletableFuture<long[]>> runs = IntStream.range(0, producers)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> run(bootstrap, "bench-" + i, counted, end), task -> new Thread(task).start()))
            .toList();
        long[] nanoseconds = runs.stream().map(CompletableFuture::join).flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf("%d producers: %.0f transactions/s, p50 %.2f, p99 %.2f, p99.9 %.2f ms%n",
            producers, nanoseconds.length * 1e9 / (end - counted), at(nanoseconds, 0.5), at(nanoseconds, 0.99), at(nanoseconds, 0.999));
    }

    private static long[] run(String bootstrap, String transactionalId, long counted, long end) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        LongStream.Builder durations = LongStream.builder();
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            byte[] value = new byte[RECORD_BYTES];
            for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                producer.beginTransaction();
                for (int i = 0; i < RECORDS; i++) producer.send(new ProducerRecord<>("transactions", 0, null, value));
                // A commit right after a send may overtake it (docs/compatibility.md), which is fatal for the producer.
                producer.flush();
                producer.commitTransaction();
                if (begin >= counted) durations.add(System.nanoTime() - begin);
            }
        }

        return durations.build().toArray();
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) (sorted.length * quantile)] / 1e6;
    }
}
