import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace plateau. */
export namespace plateau {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a RunEvent.
         * @deprecated Use plateau.v1.RunEvent.$Properties instead.
         */
        interface IRunEvent extends plateau.v1.RunEvent.$Properties {
        }

        /** Represents a RunEvent. */
        class RunEvent {

            /**
             * Constructs a new RunEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.RunEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RunEvent namespace. */
            namespace: string;

            /** RunEvent kind. */
            kind: string;

            /** RunEvent run. */
            run: string;

            /** RunEvent runUid. */
            runUid: string;

            /** RunEvent rank. */
            rank: number;

            /** RunEvent process. */
            process: string;

            /** RunEvent atMs. */
            atMs: number;

            /** RunEvent report. */
            report?: (plateau.v1.ProgressReport.$Properties|null);

            /**
             * Encodes the specified RunEvent message. Does not implicitly {@link plateau.v1.RunEvent.verify|verify} messages.
             * @param message RunEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.RunEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RunEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.RunEvent & plateau.v1.RunEvent.$Shape} RunEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.RunEvent & plateau.v1.RunEvent.$Shape;

            /**
             * Creates a RunEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RunEvent
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.RunEvent;

            /**
             * Creates a plain object from a RunEvent message. Also converts values to other types if specified.
             * @param message RunEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.RunEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RunEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RunEvent
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RunEvent {

            /** Properties of a RunEvent. */
            interface $Properties {

                /** RunEvent namespace */
                namespace?: (string|null);

                /** RunEvent kind */
                kind?: (string|null);

                /** RunEvent run */
                run?: (string|null);

                /** RunEvent runUid */
                runUid?: (string|null);

                /** RunEvent rank */
                rank?: (number|null);

                /** RunEvent process */
                process?: (string|null);

                /** RunEvent atMs */
                atMs?: (number|null);

                /** RunEvent report */
                report?: (plateau.v1.ProgressReport.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RunEvent. */
            type $Shape = {
              namespace?: string|null;
              kind?: string|null;
              run?: string|null;
              runUid?: string|null;
              rank?: number|null;
              process?: string|null;
              atMs?: number|null;
              report?: plateau.v1.ProgressReport.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Command.
         * @deprecated Use plateau.v1.Command.$Properties instead.
         */
        interface ICommand extends plateau.v1.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command id. */
            id: string;

            /** Command checkpointNow. */
            checkpointNow?: (plateau.v1.CheckpointNow.$Properties|null);

            /** Command pause. */
            pause?: (plateau.v1.Pause.$Properties|null);

            /** Command resume. */
            resume?: (plateau.v1.Resume.$Properties|null);

            /** Command setLogLevel. */
            setLogLevel?: (plateau.v1.SetLogLevel.$Properties|null);

            /** Command what. */
            what?: ("checkpointNow"|"pause"|"resume"|"setLogLevel");

            /**
             * Encodes the specified Command message. Does not implicitly {@link plateau.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Command & plateau.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Command & plateau.v1.Command.$Shape;

            /**
             * Creates a Command message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Command
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Command;

            /**
             * Creates a plain object from a Command message. Also converts values to other types if specified.
             * @param message Command
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Command, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Command to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Command
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command id */
                id?: (string|null);

                /** Command checkpointNow */
                checkpointNow?: (plateau.v1.CheckpointNow.$Properties|null);

                /** Command pause */
                pause?: (plateau.v1.Pause.$Properties|null);

                /** Command resume */
                resume?: (plateau.v1.Resume.$Properties|null);

                /** Command setLogLevel */
                setLogLevel?: (plateau.v1.SetLogLevel.$Properties|null);

                /** Command what */
                what?: ("checkpointNow"|"pause"|"resume"|"setLogLevel");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Command. */
            type $Shape = {
              id?: string|null;
              checkpointNow?: plateau.v1.CheckpointNow.$Shape|null;
              pause?: plateau.v1.Pause.$Shape|null;
              resume?: plateau.v1.Resume.$Shape|null;
              setLogLevel?: plateau.v1.SetLogLevel.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ what?: undefined; checkpointNow?: null; pause?: null; resume?: null; setLogLevel?: null }|{ what?: "checkpointNow"; checkpointNow: plateau.v1.CheckpointNow.$Shape; pause?: null; resume?: null; setLogLevel?: null }|{ what?: "pause"; checkpointNow?: null; pause: plateau.v1.Pause.$Shape; resume?: null; setLogLevel?: null }|{ what?: "resume"; checkpointNow?: null; pause?: null; resume: plateau.v1.Resume.$Shape; setLogLevel?: null }|{ what?: "setLogLevel"; checkpointNow?: null; pause?: null; resume?: null; setLogLevel: plateau.v1.SetLogLevel.$Shape })
            );
        }

        /**
         * Properties of a CheckpointNow.
         * @deprecated Use plateau.v1.CheckpointNow.$Properties instead.
         */
        interface ICheckpointNow extends plateau.v1.CheckpointNow.$Properties {
        }

        /** Represents a CheckpointNow. */
        class CheckpointNow {

            /**
             * Constructs a new CheckpointNow.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.CheckpointNow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified CheckpointNow message. Does not implicitly {@link plateau.v1.CheckpointNow.verify|verify} messages.
             * @param message CheckpointNow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.CheckpointNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CheckpointNow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.CheckpointNow & plateau.v1.CheckpointNow.$Shape} CheckpointNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.CheckpointNow & plateau.v1.CheckpointNow.$Shape;

            /**
             * Creates a CheckpointNow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CheckpointNow
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.CheckpointNow;

            /**
             * Creates a plain object from a CheckpointNow message. Also converts values to other types if specified.
             * @param message CheckpointNow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.CheckpointNow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CheckpointNow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CheckpointNow
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CheckpointNow {

            /** Properties of a CheckpointNow. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CheckpointNow. */
            type $Shape = plateau.v1.CheckpointNow.$Properties;
        }

        /**
         * Properties of a Pause.
         * @deprecated Use plateau.v1.Pause.$Properties instead.
         */
        interface IPause extends plateau.v1.Pause.$Properties {
        }

        /** Represents a Pause. */
        class Pause {

            /**
             * Constructs a new Pause.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Pause.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Pause message. Does not implicitly {@link plateau.v1.Pause.verify|verify} messages.
             * @param message Pause message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Pause.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pause message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Pause & plateau.v1.Pause.$Shape} Pause
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Pause & plateau.v1.Pause.$Shape;

            /**
             * Creates a Pause message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Pause
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Pause;

            /**
             * Creates a plain object from a Pause message. Also converts values to other types if specified.
             * @param message Pause
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Pause, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Pause to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Pause
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Pause {

            /** Properties of a Pause. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pause. */
            type $Shape = plateau.v1.Pause.$Properties;
        }

        /**
         * Properties of a Resume.
         * @deprecated Use plateau.v1.Resume.$Properties instead.
         */
        interface IResume extends plateau.v1.Resume.$Properties {
        }

        /** Represents a Resume. */
        class Resume {

            /**
             * Constructs a new Resume.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Resume.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Resume message. Does not implicitly {@link plateau.v1.Resume.verify|verify} messages.
             * @param message Resume message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Resume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Resume message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Resume & plateau.v1.Resume.$Shape} Resume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Resume & plateau.v1.Resume.$Shape;

            /**
             * Creates a Resume message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Resume
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Resume;

            /**
             * Creates a plain object from a Resume message. Also converts values to other types if specified.
             * @param message Resume
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Resume, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Resume to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Resume
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Resume {

            /** Properties of a Resume. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Resume. */
            type $Shape = plateau.v1.Resume.$Properties;
        }

        /**
         * Properties of a SetLogLevel.
         * @deprecated Use plateau.v1.SetLogLevel.$Properties instead.
         */
        interface ISetLogLevel extends plateau.v1.SetLogLevel.$Properties {
        }

        /** Represents a SetLogLevel. */
        class SetLogLevel {

            /**
             * Constructs a new SetLogLevel.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.SetLogLevel.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SetLogLevel level. */
            level: string;

            /**
             * Encodes the specified SetLogLevel message. Does not implicitly {@link plateau.v1.SetLogLevel.verify|verify} messages.
             * @param message SetLogLevel message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.SetLogLevel.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SetLogLevel message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.SetLogLevel & plateau.v1.SetLogLevel.$Shape} SetLogLevel
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.SetLogLevel & plateau.v1.SetLogLevel.$Shape;

            /**
             * Creates a SetLogLevel message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SetLogLevel
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.SetLogLevel;

            /**
             * Creates a plain object from a SetLogLevel message. Also converts values to other types if specified.
             * @param message SetLogLevel
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.SetLogLevel, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SetLogLevel to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for SetLogLevel
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace SetLogLevel {

            /** Properties of a SetLogLevel. */
            interface $Properties {

                /** SetLogLevel level */
                level?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SetLogLevel. */
            type $Shape = plateau.v1.SetLogLevel.$Properties;
        }

        /**
         * Properties of a CommandReply.
         * @deprecated Use plateau.v1.CommandReply.$Properties instead.
         */
        interface ICommandReply extends plateau.v1.CommandReply.$Properties {
        }

        /** Represents a CommandReply. */
        class CommandReply {

            /**
             * Constructs a new CommandReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.CommandReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandReply id. */
            id: string;

            /** CommandReply rank. */
            rank: number;

            /** CommandReply accepted. */
            accepted: boolean;

            /** CommandReply message. */
            message: string;

            /**
             * Encodes the specified CommandReply message. Does not implicitly {@link plateau.v1.CommandReply.verify|verify} messages.
             * @param message CommandReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.CommandReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.CommandReply & plateau.v1.CommandReply.$Shape} CommandReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.CommandReply & plateau.v1.CommandReply.$Shape;

            /**
             * Creates a CommandReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CommandReply
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.CommandReply;

            /**
             * Creates a plain object from a CommandReply message. Also converts values to other types if specified.
             * @param message CommandReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.CommandReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CommandReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CommandReply
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CommandReply {

            /** Properties of a CommandReply. */
            interface $Properties {

                /** CommandReply id */
                id?: (string|null);

                /** CommandReply rank */
                rank?: (number|null);

                /** CommandReply accepted */
                accepted?: (boolean|null);

                /** CommandReply message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandReply. */
            type $Shape = plateau.v1.CommandReply.$Properties;
        }

        /**
         * Properties of a ProgressFrame.
         * @deprecated Use plateau.v1.ProgressFrame.$Properties instead.
         */
        interface IProgressFrame extends plateau.v1.ProgressFrame.$Properties {
        }

        /** Represents a ProgressFrame. */
        class ProgressFrame {

            /**
             * Constructs a new ProgressFrame.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.ProgressFrame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProgressFrame teller. */
            teller?: (plateau.v1.Teller.$Properties|null);

            /** ProgressFrame report. */
            report?: (plateau.v1.ProgressReport.$Properties|null);

            /** ProgressFrame ack. */
            ack?: (plateau.v1.ProgressAck.$Properties|null);

            /** ProgressFrame body. */
            body?: ("teller"|"report"|"ack");

            /**
             * Encodes the specified ProgressFrame message. Does not implicitly {@link plateau.v1.ProgressFrame.verify|verify} messages.
             * @param message ProgressFrame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.ProgressFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProgressFrame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.ProgressFrame & plateau.v1.ProgressFrame.$Shape} ProgressFrame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.ProgressFrame & plateau.v1.ProgressFrame.$Shape;

            /**
             * Creates a ProgressFrame message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ProgressFrame
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.ProgressFrame;

            /**
             * Creates a plain object from a ProgressFrame message. Also converts values to other types if specified.
             * @param message ProgressFrame
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.ProgressFrame, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ProgressFrame to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ProgressFrame
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ProgressFrame {

            /** Properties of a ProgressFrame. */
            interface $Properties {

                /** ProgressFrame teller */
                teller?: (plateau.v1.Teller.$Properties|null);

                /** ProgressFrame report */
                report?: (plateau.v1.ProgressReport.$Properties|null);

                /** ProgressFrame ack */
                ack?: (plateau.v1.ProgressAck.$Properties|null);

                /** ProgressFrame body */
                body?: ("teller"|"report"|"ack");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ProgressFrame. */
            type $Shape = {
              teller?: plateau.v1.Teller.$Shape|null;
              report?: plateau.v1.ProgressReport.$Shape|null;
              ack?: plateau.v1.ProgressAck.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; teller?: null; report?: null; ack?: null }|{ body?: "teller"; teller: plateau.v1.Teller.$Shape; report?: null; ack?: null }|{ body?: "report"; teller?: null; report: plateau.v1.ProgressReport.$Shape; ack?: null }|{ body?: "ack"; teller?: null; report?: null; ack: plateau.v1.ProgressAck.$Shape })
            );
        }

        /**
         * Properties of a Teller.
         * @deprecated Use plateau.v1.Teller.$Properties instead.
         */
        interface ITeller extends plateau.v1.Teller.$Properties {
        }

        /** Represents a Teller. */
        class Teller {

            /**
             * Constructs a new Teller.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Teller.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Teller runUid. */
            runUid: string;

            /** Teller rank. */
            rank: number;

            /** Teller process. */
            process: string;

            /**
             * Encodes the specified Teller message. Does not implicitly {@link plateau.v1.Teller.verify|verify} messages.
             * @param message Teller message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Teller.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Teller message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Teller & plateau.v1.Teller.$Shape} Teller
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Teller & plateau.v1.Teller.$Shape;

            /**
             * Creates a Teller message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Teller
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Teller;

            /**
             * Creates a plain object from a Teller message. Also converts values to other types if specified.
             * @param message Teller
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Teller, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Teller to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Teller
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Teller {

            /** Properties of a Teller. */
            interface $Properties {

                /** Teller runUid */
                runUid?: (string|null);

                /** Teller rank */
                rank?: (number|null);

                /** Teller process */
                process?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Teller. */
            type $Shape = plateau.v1.Teller.$Properties;
        }

        /**
         * Properties of a ProgressAck.
         * @deprecated Use plateau.v1.ProgressAck.$Properties instead.
         */
        interface IProgressAck extends plateau.v1.ProgressAck.$Properties {
        }

        /** Represents a ProgressAck. */
        class ProgressAck {

            /**
             * Constructs a new ProgressAck.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.ProgressAck.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProgressAck sequence. */
            sequence: number;

            /**
             * Encodes the specified ProgressAck message. Does not implicitly {@link plateau.v1.ProgressAck.verify|verify} messages.
             * @param message ProgressAck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.ProgressAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProgressAck message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.ProgressAck & plateau.v1.ProgressAck.$Shape} ProgressAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.ProgressAck & plateau.v1.ProgressAck.$Shape;

            /**
             * Creates a ProgressAck message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ProgressAck
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.ProgressAck;

            /**
             * Creates a plain object from a ProgressAck message. Also converts values to other types if specified.
             * @param message ProgressAck
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.ProgressAck, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ProgressAck to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ProgressAck
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ProgressAck {

            /** Properties of a ProgressAck. */
            interface $Properties {

                /** ProgressAck sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProgressAck. */
            type $Shape = plateau.v1.ProgressAck.$Properties;
        }

        /**
         * Properties of a ProgressReport.
         * @deprecated Use plateau.v1.ProgressReport.$Properties instead.
         */
        interface IProgressReport extends plateau.v1.ProgressReport.$Properties {
        }

        /** Represents a ProgressReport. */
        class ProgressReport {

            /**
             * Constructs a new ProgressReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.ProgressReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProgressReport sequence. */
            sequence: number;

            /** ProgressReport step. */
            step?: (plateau.v1.StepNews.$Properties|null);

            /** ProgressReport evaluated. */
            evaluated?: (plateau.v1.EvaluationNews.$Properties|null);

            /** ProgressReport checkpoint. */
            checkpoint?: (plateau.v1.CheckpointNews.$Properties|null);

            /** ProgressReport lifecycle. */
            lifecycle?: (plateau.v1.LifecycleNews.$Properties|null);

            /** ProgressReport event. */
            event?: ("step"|"evaluated"|"checkpoint"|"lifecycle");

            /**
             * Encodes the specified ProgressReport message. Does not implicitly {@link plateau.v1.ProgressReport.verify|verify} messages.
             * @param message ProgressReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.ProgressReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProgressReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.ProgressReport & plateau.v1.ProgressReport.$Shape} ProgressReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.ProgressReport & plateau.v1.ProgressReport.$Shape;

            /**
             * Creates a ProgressReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ProgressReport
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.ProgressReport;

            /**
             * Creates a plain object from a ProgressReport message. Also converts values to other types if specified.
             * @param message ProgressReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.ProgressReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ProgressReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ProgressReport
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ProgressReport {

            /** Properties of a ProgressReport. */
            interface $Properties {

                /** ProgressReport sequence */
                sequence?: (number|null);

                /** ProgressReport step */
                step?: (plateau.v1.StepNews.$Properties|null);

                /** ProgressReport evaluated */
                evaluated?: (plateau.v1.EvaluationNews.$Properties|null);

                /** ProgressReport checkpoint */
                checkpoint?: (plateau.v1.CheckpointNews.$Properties|null);

                /** ProgressReport lifecycle */
                lifecycle?: (plateau.v1.LifecycleNews.$Properties|null);

                /** ProgressReport event */
                event?: ("step"|"evaluated"|"checkpoint"|"lifecycle");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ProgressReport. */
            type $Shape = {
              sequence?: number|null;
              step?: plateau.v1.StepNews.$Shape|null;
              evaluated?: plateau.v1.EvaluationNews.$Shape|null;
              checkpoint?: plateau.v1.CheckpointNews.$Shape|null;
              lifecycle?: plateau.v1.LifecycleNews.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ event?: undefined; step?: null; evaluated?: null; checkpoint?: null; lifecycle?: null }|{ event?: "step"; step: plateau.v1.StepNews.$Shape; evaluated?: null; checkpoint?: null; lifecycle?: null }|{ event?: "evaluated"; step?: null; evaluated: plateau.v1.EvaluationNews.$Shape; checkpoint?: null; lifecycle?: null }|{ event?: "checkpoint"; step?: null; evaluated?: null; checkpoint: plateau.v1.CheckpointNews.$Shape; lifecycle?: null }|{ event?: "lifecycle"; step?: null; evaluated?: null; checkpoint?: null; lifecycle: plateau.v1.LifecycleNews.$Shape })
            );
        }

        /**
         * Properties of a StepNews.
         * @deprecated Use plateau.v1.StepNews.$Properties instead.
         */
        interface IStepNews extends plateau.v1.StepNews.$Properties {
        }

        /** Represents a StepNews. */
        class StepNews {

            /**
             * Constructs a new StepNews.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.StepNews.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StepNews step. */
            step: number;

            /** StepNews tokens. */
            tokens: number;

            /** StepNews flops. */
            flops: number;

            /** StepNews loss. */
            loss: number;

            /** StepNews learningRate. */
            learningRate: number;

            /** StepNews gradientNorm. */
            gradientNorm: number;

            /** StepNews stepMs. */
            stepMs: number;

            /** StepNews phaseMs. */
            phaseMs?: (plateau.v1.PhaseTimes.$Properties|null);

            /** StepNews rawBytes. */
            rawBytes: number;

            /** StepNews payloadBytes. */
            payloadBytes: number;

            /** StepNews sentBytes. */
            sentBytes: number;

            /** StepNews receivedBytes. */
            receivedBytes: number;

            /** StepNews snrDb. */
            snrDb?: (number|null);

            /** StepNews residualNorm. */
            residualNorm?: (number|null);

            /**
             * Encodes the specified StepNews message. Does not implicitly {@link plateau.v1.StepNews.verify|verify} messages.
             * @param message StepNews message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.StepNews.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StepNews message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.StepNews & plateau.v1.StepNews.$Shape} StepNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.StepNews & plateau.v1.StepNews.$Shape;

            /**
             * Creates a StepNews message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StepNews
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.StepNews;

            /**
             * Creates a plain object from a StepNews message. Also converts values to other types if specified.
             * @param message StepNews
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.StepNews, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StepNews to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for StepNews
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace StepNews {

            /** Properties of a StepNews. */
            interface $Properties {

                /** StepNews step */
                step?: (number|null);

                /** StepNews tokens */
                tokens?: (number|null);

                /** StepNews flops */
                flops?: (number|null);

                /** StepNews loss */
                loss?: (number|null);

                /** StepNews learningRate */
                learningRate?: (number|null);

                /** StepNews gradientNorm */
                gradientNorm?: (number|null);

                /** StepNews stepMs */
                stepMs?: (number|null);

                /** StepNews phaseMs */
                phaseMs?: (plateau.v1.PhaseTimes.$Properties|null);

                /** StepNews rawBytes */
                rawBytes?: (number|null);

                /** StepNews payloadBytes */
                payloadBytes?: (number|null);

                /** StepNews sentBytes */
                sentBytes?: (number|null);

                /** StepNews receivedBytes */
                receivedBytes?: (number|null);

                /** StepNews snrDb */
                snrDb?: (number|null);

                /** StepNews residualNorm */
                residualNorm?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StepNews. */
            type $Shape = plateau.v1.StepNews.$Properties;
        }

        /**
         * Properties of a PhaseTimes.
         * @deprecated Use plateau.v1.PhaseTimes.$Properties instead.
         */
        interface IPhaseTimes extends plateau.v1.PhaseTimes.$Properties {
        }

        /** Represents a PhaseTimes. */
        class PhaseTimes {

            /**
             * Constructs a new PhaseTimes.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.PhaseTimes.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PhaseTimes compute. */
            compute: number;

            /** PhaseTimes encode. */
            encode: number;

            /** PhaseTimes wire. */
            wire: number;

            /** PhaseTimes wait. */
            wait: number;

            /** PhaseTimes decode. */
            decode: number;

            /** PhaseTimes update. */
            update: number;

            /**
             * Encodes the specified PhaseTimes message. Does not implicitly {@link plateau.v1.PhaseTimes.verify|verify} messages.
             * @param message PhaseTimes message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.PhaseTimes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PhaseTimes message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.PhaseTimes & plateau.v1.PhaseTimes.$Shape} PhaseTimes
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.PhaseTimes & plateau.v1.PhaseTimes.$Shape;

            /**
             * Creates a PhaseTimes message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PhaseTimes
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.PhaseTimes;

            /**
             * Creates a plain object from a PhaseTimes message. Also converts values to other types if specified.
             * @param message PhaseTimes
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.PhaseTimes, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PhaseTimes to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PhaseTimes
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PhaseTimes {

            /** Properties of a PhaseTimes. */
            interface $Properties {

                /** PhaseTimes compute */
                compute?: (number|null);

                /** PhaseTimes encode */
                encode?: (number|null);

                /** PhaseTimes wire */
                wire?: (number|null);

                /** PhaseTimes wait */
                wait?: (number|null);

                /** PhaseTimes decode */
                decode?: (number|null);

                /** PhaseTimes update */
                update?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PhaseTimes. */
            type $Shape = plateau.v1.PhaseTimes.$Properties;
        }

        /**
         * Properties of an EvaluationNews.
         * @deprecated Use plateau.v1.EvaluationNews.$Properties instead.
         */
        interface IEvaluationNews extends plateau.v1.EvaluationNews.$Properties {
        }

        /** Represents an EvaluationNews. */
        class EvaluationNews {

            /**
             * Constructs a new EvaluationNews.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.EvaluationNews.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EvaluationNews result. */
            result?: (plateau.v1.EvaluationOf.$Properties|null);

            /**
             * Encodes the specified EvaluationNews message. Does not implicitly {@link plateau.v1.EvaluationNews.verify|verify} messages.
             * @param message EvaluationNews message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.EvaluationNews.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EvaluationNews message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.EvaluationNews & plateau.v1.EvaluationNews.$Shape} EvaluationNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.EvaluationNews & plateau.v1.EvaluationNews.$Shape;

            /**
             * Creates an EvaluationNews message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EvaluationNews
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.EvaluationNews;

            /**
             * Creates a plain object from an EvaluationNews message. Also converts values to other types if specified.
             * @param message EvaluationNews
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.EvaluationNews, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EvaluationNews to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for EvaluationNews
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace EvaluationNews {

            /** Properties of an EvaluationNews. */
            interface $Properties {

                /** EvaluationNews result */
                result?: (plateau.v1.EvaluationOf.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EvaluationNews. */
            type $Shape = plateau.v1.EvaluationNews.$Properties;
        }

        /**
         * Properties of an EvaluationOf.
         * @deprecated Use plateau.v1.EvaluationOf.$Properties instead.
         */
        interface IEvaluationOf extends plateau.v1.EvaluationOf.$Properties {
        }

        /** Represents an EvaluationOf. */
        class EvaluationOf {

            /**
             * Constructs a new EvaluationOf.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.EvaluationOf.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EvaluationOf step. */
            step: number;

            /** EvaluationOf weights. */
            weights: string;

            /** EvaluationOf loss. */
            loss: number;

            /** EvaluationOf tokens. */
            tokens: number;

            /** EvaluationOf domains. */
            domains: { [k: string]: plateau.v1.DomainLoss.$Properties };

            /**
             * Encodes the specified EvaluationOf message. Does not implicitly {@link plateau.v1.EvaluationOf.verify|verify} messages.
             * @param message EvaluationOf message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.EvaluationOf.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EvaluationOf message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.EvaluationOf & plateau.v1.EvaluationOf.$Shape} EvaluationOf
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.EvaluationOf & plateau.v1.EvaluationOf.$Shape;

            /**
             * Creates an EvaluationOf message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EvaluationOf
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.EvaluationOf;

            /**
             * Creates a plain object from an EvaluationOf message. Also converts values to other types if specified.
             * @param message EvaluationOf
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.EvaluationOf, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EvaluationOf to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for EvaluationOf
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace EvaluationOf {

            /** Properties of an EvaluationOf. */
            interface $Properties {

                /** EvaluationOf step */
                step?: (number|null);

                /** EvaluationOf weights */
                weights?: (string|null);

                /** EvaluationOf loss */
                loss?: (number|null);

                /** EvaluationOf tokens */
                tokens?: (number|null);

                /** EvaluationOf domains */
                domains?: ({ [k: string]: plateau.v1.DomainLoss.$Properties }|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EvaluationOf. */
            type $Shape = plateau.v1.EvaluationOf.$Properties;
        }

        /**
         * Properties of a DomainLoss.
         * @deprecated Use plateau.v1.DomainLoss.$Properties instead.
         */
        interface IDomainLoss extends plateau.v1.DomainLoss.$Properties {
        }

        /** Represents a DomainLoss. */
        class DomainLoss {

            /**
             * Constructs a new DomainLoss.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.DomainLoss.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DomainLoss loss. */
            loss: number;

            /** DomainLoss tokens. */
            tokens: number;

            /**
             * Encodes the specified DomainLoss message. Does not implicitly {@link plateau.v1.DomainLoss.verify|verify} messages.
             * @param message DomainLoss message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.DomainLoss.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DomainLoss message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.DomainLoss & plateau.v1.DomainLoss.$Shape} DomainLoss
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.DomainLoss & plateau.v1.DomainLoss.$Shape;

            /**
             * Creates a DomainLoss message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DomainLoss
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.DomainLoss;

            /**
             * Creates a plain object from a DomainLoss message. Also converts values to other types if specified.
             * @param message DomainLoss
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.DomainLoss, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DomainLoss to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for DomainLoss
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace DomainLoss {

            /** Properties of a DomainLoss. */
            interface $Properties {

                /** DomainLoss loss */
                loss?: (number|null);

                /** DomainLoss tokens */
                tokens?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DomainLoss. */
            type $Shape = plateau.v1.DomainLoss.$Properties;
        }

        /**
         * Properties of a CheckpointNews.
         * @deprecated Use plateau.v1.CheckpointNews.$Properties instead.
         */
        interface ICheckpointNews extends plateau.v1.CheckpointNews.$Properties {
        }

        /** Represents a CheckpointNews. */
        class CheckpointNews {

            /**
             * Constructs a new CheckpointNews.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.CheckpointNews.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CheckpointNews checkpoint. */
            checkpoint?: (plateau.v1.CommittedCheckpoint.$Properties|null);

            /** CheckpointNews stallMs. */
            stallMs: number;

            /**
             * Encodes the specified CheckpointNews message. Does not implicitly {@link plateau.v1.CheckpointNews.verify|verify} messages.
             * @param message CheckpointNews message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.CheckpointNews.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CheckpointNews message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.CheckpointNews & plateau.v1.CheckpointNews.$Shape} CheckpointNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.CheckpointNews & plateau.v1.CheckpointNews.$Shape;

            /**
             * Creates a CheckpointNews message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CheckpointNews
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.CheckpointNews;

            /**
             * Creates a plain object from a CheckpointNews message. Also converts values to other types if specified.
             * @param message CheckpointNews
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.CheckpointNews, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CheckpointNews to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CheckpointNews
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CheckpointNews {

            /** Properties of a CheckpointNews. */
            interface $Properties {

                /** CheckpointNews checkpoint */
                checkpoint?: (plateau.v1.CommittedCheckpoint.$Properties|null);

                /** CheckpointNews stallMs */
                stallMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CheckpointNews. */
            type $Shape = plateau.v1.CheckpointNews.$Properties;
        }

        /**
         * Properties of a CommittedCheckpoint.
         * @deprecated Use plateau.v1.CommittedCheckpoint.$Properties instead.
         */
        interface ICommittedCheckpoint extends plateau.v1.CommittedCheckpoint.$Properties {
        }

        /** Represents a CommittedCheckpoint. */
        class CommittedCheckpoint {

            /**
             * Constructs a new CommittedCheckpoint.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.CommittedCheckpoint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommittedCheckpoint manifestUri. */
            manifestUri: string;

            /** CommittedCheckpoint sha256. */
            sha256: string;

            /** CommittedCheckpoint step. */
            step: number;

            /** CommittedCheckpoint tokens. */
            tokens: number;

            /** CommittedCheckpoint flops. */
            flops: string;

            /** CommittedCheckpoint bytes. */
            bytes: number;

            /** CommittedCheckpoint fork. */
            fork: boolean;

            /** CommittedCheckpoint holds. */
            holds: string[];

            /** CommittedCheckpoint parents. */
            parents: plateau.v1.ParentCheckpoint.$Properties[];

            /**
             * Encodes the specified CommittedCheckpoint message. Does not implicitly {@link plateau.v1.CommittedCheckpoint.verify|verify} messages.
             * @param message CommittedCheckpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.CommittedCheckpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommittedCheckpoint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.CommittedCheckpoint & plateau.v1.CommittedCheckpoint.$Shape} CommittedCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.CommittedCheckpoint & plateau.v1.CommittedCheckpoint.$Shape;

            /**
             * Creates a CommittedCheckpoint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CommittedCheckpoint
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.CommittedCheckpoint;

            /**
             * Creates a plain object from a CommittedCheckpoint message. Also converts values to other types if specified.
             * @param message CommittedCheckpoint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.CommittedCheckpoint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CommittedCheckpoint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CommittedCheckpoint
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CommittedCheckpoint {

            /** Properties of a CommittedCheckpoint. */
            interface $Properties {

                /** CommittedCheckpoint manifestUri */
                manifestUri?: (string|null);

                /** CommittedCheckpoint sha256 */
                sha256?: (string|null);

                /** CommittedCheckpoint step */
                step?: (number|null);

                /** CommittedCheckpoint tokens */
                tokens?: (number|null);

                /** CommittedCheckpoint flops */
                flops?: (string|null);

                /** CommittedCheckpoint bytes */
                bytes?: (number|null);

                /** CommittedCheckpoint fork */
                fork?: (boolean|null);

                /** CommittedCheckpoint holds */
                holds?: (string[]|null);

                /** CommittedCheckpoint parents */
                parents?: (plateau.v1.ParentCheckpoint.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommittedCheckpoint. */
            type $Shape = plateau.v1.CommittedCheckpoint.$Properties;
        }

        /**
         * Properties of a ParentCheckpoint.
         * @deprecated Use plateau.v1.ParentCheckpoint.$Properties instead.
         */
        interface IParentCheckpoint extends plateau.v1.ParentCheckpoint.$Properties {
        }

        /** Represents a ParentCheckpoint. */
        class ParentCheckpoint {

            /**
             * Constructs a new ParentCheckpoint.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.ParentCheckpoint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ParentCheckpoint manifestUri. */
            manifestUri: string;

            /** ParentCheckpoint sha256. */
            sha256: string;

            /** ParentCheckpoint relation. */
            relation: string;

            /**
             * Encodes the specified ParentCheckpoint message. Does not implicitly {@link plateau.v1.ParentCheckpoint.verify|verify} messages.
             * @param message ParentCheckpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.ParentCheckpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ParentCheckpoint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.ParentCheckpoint & plateau.v1.ParentCheckpoint.$Shape} ParentCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.ParentCheckpoint & plateau.v1.ParentCheckpoint.$Shape;

            /**
             * Creates a ParentCheckpoint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ParentCheckpoint
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.ParentCheckpoint;

            /**
             * Creates a plain object from a ParentCheckpoint message. Also converts values to other types if specified.
             * @param message ParentCheckpoint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.ParentCheckpoint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ParentCheckpoint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ParentCheckpoint
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ParentCheckpoint {

            /** Properties of a ParentCheckpoint. */
            interface $Properties {

                /** ParentCheckpoint manifestUri */
                manifestUri?: (string|null);

                /** ParentCheckpoint sha256 */
                sha256?: (string|null);

                /** ParentCheckpoint relation */
                relation?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ParentCheckpoint. */
            type $Shape = plateau.v1.ParentCheckpoint.$Properties;
        }

        /**
         * Properties of a LifecycleNews.
         * @deprecated Use plateau.v1.LifecycleNews.$Properties instead.
         */
        interface ILifecycleNews extends plateau.v1.LifecycleNews.$Properties {
        }

        /** Represents a LifecycleNews. */
        class LifecycleNews {

            /**
             * Constructs a new LifecycleNews.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.LifecycleNews.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LifecycleNews state. */
            state: string;

            /** LifecycleNews reason. */
            reason: string;

            /** LifecycleNews message. */
            message: string;

            /** LifecycleNews step. */
            step?: (number|null);

            /** LifecycleNews engine. */
            engine?: (plateau.v1.EngineNews.$Properties|null);

            /**
             * Encodes the specified LifecycleNews message. Does not implicitly {@link plateau.v1.LifecycleNews.verify|verify} messages.
             * @param message LifecycleNews message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.LifecycleNews.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LifecycleNews message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.LifecycleNews & plateau.v1.LifecycleNews.$Shape} LifecycleNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.LifecycleNews & plateau.v1.LifecycleNews.$Shape;

            /**
             * Creates a LifecycleNews message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns LifecycleNews
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.LifecycleNews;

            /**
             * Creates a plain object from a LifecycleNews message. Also converts values to other types if specified.
             * @param message LifecycleNews
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.LifecycleNews, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this LifecycleNews to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for LifecycleNews
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace LifecycleNews {

            /** Properties of a LifecycleNews. */
            interface $Properties {

                /** LifecycleNews state */
                state?: (string|null);

                /** LifecycleNews reason */
                reason?: (string|null);

                /** LifecycleNews message */
                message?: (string|null);

                /** LifecycleNews step */
                step?: (number|null);

                /** LifecycleNews engine */
                engine?: (plateau.v1.EngineNews.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LifecycleNews. */
            type $Shape = plateau.v1.LifecycleNews.$Properties;
        }

        /**
         * Properties of an EngineNews.
         * @deprecated Use plateau.v1.EngineNews.$Properties instead.
         */
        interface IEngineNews extends plateau.v1.EngineNews.$Properties {
        }

        /** Represents an EngineNews. */
        class EngineNews {

            /**
             * Constructs a new EngineNews.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.EngineNews.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EngineNews name. */
            name: string;

            /** EngineNews description. */
            description: string;

            /**
             * Encodes the specified EngineNews message. Does not implicitly {@link plateau.v1.EngineNews.verify|verify} messages.
             * @param message EngineNews message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.EngineNews.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EngineNews message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.EngineNews & plateau.v1.EngineNews.$Shape} EngineNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.EngineNews & plateau.v1.EngineNews.$Shape;

            /**
             * Creates an EngineNews message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EngineNews
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.EngineNews;

            /**
             * Creates a plain object from an EngineNews message. Also converts values to other types if specified.
             * @param message EngineNews
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.EngineNews, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EngineNews to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for EngineNews
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace EngineNews {

            /** Properties of an EngineNews. */
            interface $Properties {

                /** EngineNews name */
                name?: (string|null);

                /** EngineNews description */
                description?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EngineNews. */
            type $Shape = plateau.v1.EngineNews.$Properties;
        }

        /**
         * Properties of a Frame.
         * @deprecated Use plateau.v1.Frame.$Properties instead.
         */
        interface IFrame extends plateau.v1.Frame.$Properties {
        }

        /** Represents a Frame. */
        class Frame {

            /**
             * Constructs a new Frame.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Frame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Frame hello. */
            hello?: (plateau.v1.Hello.$Properties|null);

            /** Frame proof. */
            proof?: (plateau.v1.Proof.$Properties|null);

            /** Frame heartbeat. */
            heartbeat?: (plateau.v1.Heartbeat.$Properties|null);

            /** Frame presence. */
            presence?: (plateau.v1.Presence.$Properties|null);

            /** Frame form. */
            form?: (plateau.v1.Form.$Properties|null);

            /** Frame stateRequest. */
            stateRequest?: (plateau.v1.StateRequest.$Properties|null);

            /** Frame barrier. */
            barrier?: (plateau.v1.Barrier.$Properties|null);

            /** Frame statePart. */
            statePart?: (plateau.v1.StatePart.$Properties|null);

            /** Frame numbers. */
            numbers?: (plateau.v1.Numbers.$Properties|null);

            /** Frame tensorOffer. */
            tensorOffer?: (plateau.v1.TensorOffer.$Properties|null);

            /** Frame body. */
            body?: ("hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"barrier"|"statePart"|"numbers"|"tensorOffer");

            /**
             * Encodes the specified Frame message. Does not implicitly {@link plateau.v1.Frame.verify|verify} messages.
             * @param message Frame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Frame & plateau.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Frame & plateau.v1.Frame.$Shape;

            /**
             * Creates a Frame message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Frame
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Frame;

            /**
             * Creates a plain object from a Frame message. Also converts values to other types if specified.
             * @param message Frame
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Frame, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Frame to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Frame
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Frame {

            /** Properties of a Frame. */
            interface $Properties {

                /** Frame hello */
                hello?: (plateau.v1.Hello.$Properties|null);

                /** Frame proof */
                proof?: (plateau.v1.Proof.$Properties|null);

                /** Frame heartbeat */
                heartbeat?: (plateau.v1.Heartbeat.$Properties|null);

                /** Frame presence */
                presence?: (plateau.v1.Presence.$Properties|null);

                /** Frame form */
                form?: (plateau.v1.Form.$Properties|null);

                /** Frame stateRequest */
                stateRequest?: (plateau.v1.StateRequest.$Properties|null);

                /** Frame barrier */
                barrier?: (plateau.v1.Barrier.$Properties|null);

                /** Frame statePart */
                statePart?: (plateau.v1.StatePart.$Properties|null);

                /** Frame numbers */
                numbers?: (plateau.v1.Numbers.$Properties|null);

                /** Frame tensorOffer */
                tensorOffer?: (plateau.v1.TensorOffer.$Properties|null);

                /** Frame body */
                body?: ("hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"barrier"|"statePart"|"numbers"|"tensorOffer");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Frame. */
            type $Shape = {
              hello?: plateau.v1.Hello.$Shape|null;
              proof?: plateau.v1.Proof.$Shape|null;
              heartbeat?: plateau.v1.Heartbeat.$Shape|null;
              presence?: plateau.v1.Presence.$Shape|null;
              form?: plateau.v1.Form.$Shape|null;
              stateRequest?: plateau.v1.StateRequest.$Shape|null;
              barrier?: plateau.v1.Barrier.$Shape|null;
              statePart?: plateau.v1.StatePart.$Shape|null;
              numbers?: plateau.v1.Numbers.$Shape|null;
              tensorOffer?: plateau.v1.TensorOffer.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "hello"; hello: plateau.v1.Hello.$Shape; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "proof"; hello?: null; proof: plateau.v1.Proof.$Shape; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "heartbeat"; hello?: null; proof?: null; heartbeat: plateau.v1.Heartbeat.$Shape; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "presence"; hello?: null; proof?: null; heartbeat?: null; presence: plateau.v1.Presence.$Shape; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "form"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form: plateau.v1.Form.$Shape; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "stateRequest"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest: plateau.v1.StateRequest.$Shape; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "barrier"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier: plateau.v1.Barrier.$Shape; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "statePart"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart: plateau.v1.StatePart.$Shape; numbers?: null; tensorOffer?: null }|{ body?: "numbers"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers: plateau.v1.Numbers.$Shape; tensorOffer?: null }|{ body?: "tensorOffer"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer: plateau.v1.TensorOffer.$Shape })
            );
        }

        /**
         * Properties of a Hello.
         * @deprecated Use plateau.v1.Hello.$Properties instead.
         */
        interface IHello extends plateau.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello runUid. */
            runUid: string;

            /** Hello rank. */
            rank: number;

            /** Hello nonce. */
            nonce: Uint8Array;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link plateau.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Hello & plateau.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Hello & plateau.v1.Hello.$Shape;

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Hello
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Hello;

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @param message Hello
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Hello, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Hello to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Hello
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello runUid */
                runUid?: (string|null);

                /** Hello rank */
                rank?: (number|null);

                /** Hello nonce */
                nonce?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = plateau.v1.Hello.$Properties;
        }

        /**
         * Properties of a Proof.
         * @deprecated Use plateau.v1.Proof.$Properties instead.
         */
        interface IProof extends plateau.v1.Proof.$Properties {
        }

        /** Represents a Proof. */
        class Proof {

            /**
             * Constructs a new Proof.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Proof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Proof mac. */
            mac: Uint8Array;

            /**
             * Encodes the specified Proof message. Does not implicitly {@link plateau.v1.Proof.verify|verify} messages.
             * @param message Proof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Proof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Proof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Proof & plateau.v1.Proof.$Shape} Proof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Proof & plateau.v1.Proof.$Shape;

            /**
             * Creates a Proof message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Proof
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Proof;

            /**
             * Creates a plain object from a Proof message. Also converts values to other types if specified.
             * @param message Proof
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Proof, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Proof to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Proof
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Proof {

            /** Properties of a Proof. */
            interface $Properties {

                /** Proof mac */
                mac?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Proof. */
            type $Shape = plateau.v1.Proof.$Properties;
        }

        /**
         * Properties of a Heartbeat.
         * @deprecated Use plateau.v1.Heartbeat.$Properties instead.
         */
        interface IHeartbeat extends plateau.v1.Heartbeat.$Properties {
        }

        /** Represents a Heartbeat. */
        class Heartbeat {

            /**
             * Constructs a new Heartbeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Heartbeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link plateau.v1.Heartbeat.verify|verify} messages.
             * @param message Heartbeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Heartbeat & plateau.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Heartbeat & plateau.v1.Heartbeat.$Shape;

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Heartbeat
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Heartbeat;

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @param message Heartbeat
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Heartbeat, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Heartbeat to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Heartbeat
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Heartbeat {

            /** Properties of a Heartbeat. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Heartbeat. */
            type $Shape = plateau.v1.Heartbeat.$Properties;
        }

        /**
         * Properties of a Presence.
         * @deprecated Use plateau.v1.Presence.$Properties instead.
         */
        interface IPresence extends plateau.v1.Presence.$Properties {
        }

        /** Represents a Presence. */
        class Presence {

            /**
             * Constructs a new Presence.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Presence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Presence lastVersion. */
            lastVersion: number;

            /** Presence version. */
            version: number;

            /** Presence ranks. */
            ranks: number[];

            /** Presence seeks. */
            seeks: boolean;

            /** Presence endedVersion. */
            endedVersion: number;

            /** Presence linked. */
            linked: number[];

            /** Presence absent. */
            absent: number[];

            /** Presence leaving. */
            leaving: boolean;

            /** Presence finished. */
            finished: boolean;

            /** Presence reason. */
            reason: string;

            /**
             * Encodes the specified Presence message. Does not implicitly {@link plateau.v1.Presence.verify|verify} messages.
             * @param message Presence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Presence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Presence & plateau.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Presence & plateau.v1.Presence.$Shape;

            /**
             * Creates a Presence message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Presence
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Presence;

            /**
             * Creates a plain object from a Presence message. Also converts values to other types if specified.
             * @param message Presence
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Presence, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Presence to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Presence
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Presence {

            /** Properties of a Presence. */
            interface $Properties {

                /** Presence lastVersion */
                lastVersion?: (number|null);

                /** Presence version */
                version?: (number|null);

                /** Presence ranks */
                ranks?: (number[]|null);

                /** Presence seeks */
                seeks?: (boolean|null);

                /** Presence endedVersion */
                endedVersion?: (number|null);

                /** Presence linked */
                linked?: (number[]|null);

                /** Presence absent */
                absent?: (number[]|null);

                /** Presence leaving */
                leaving?: (boolean|null);

                /** Presence finished */
                finished?: (boolean|null);

                /** Presence reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Presence. */
            type $Shape = plateau.v1.Presence.$Properties;
        }

        /**
         * Properties of a Form.
         * @deprecated Use plateau.v1.Form.$Properties instead.
         */
        interface IForm extends plateau.v1.Form.$Properties {
        }

        /** Represents a Form. */
        class Form {

            /**
             * Constructs a new Form.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Form.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Form version. */
            version: number;

            /** Form ranks. */
            ranks: number[];

            /**
             * Encodes the specified Form message. Does not implicitly {@link plateau.v1.Form.verify|verify} messages.
             * @param message Form message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Form.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Form message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Form & plateau.v1.Form.$Shape} Form
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Form & plateau.v1.Form.$Shape;

            /**
             * Creates a Form message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Form
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Form;

            /**
             * Creates a plain object from a Form message. Also converts values to other types if specified.
             * @param message Form
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Form, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Form to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Form
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Form {

            /** Properties of a Form. */
            interface $Properties {

                /** Form version */
                version?: (number|null);

                /** Form ranks */
                ranks?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Form. */
            type $Shape = plateau.v1.Form.$Properties;
        }

        /**
         * Properties of a StateRequest.
         * @deprecated Use plateau.v1.StateRequest.$Properties instead.
         */
        interface IStateRequest extends plateau.v1.StateRequest.$Properties {
        }

        /** Represents a StateRequest. */
        class StateRequest {

            /**
             * Constructs a new StateRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.StateRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StateRequest version. */
            version: number;

            /**
             * Encodes the specified StateRequest message. Does not implicitly {@link plateau.v1.StateRequest.verify|verify} messages.
             * @param message StateRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.StateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StateRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.StateRequest & plateau.v1.StateRequest.$Shape} StateRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.StateRequest & plateau.v1.StateRequest.$Shape;

            /**
             * Creates a StateRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StateRequest
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.StateRequest;

            /**
             * Creates a plain object from a StateRequest message. Also converts values to other types if specified.
             * @param message StateRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.StateRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StateRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for StateRequest
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace StateRequest {

            /** Properties of a StateRequest. */
            interface $Properties {

                /** StateRequest version */
                version?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StateRequest. */
            type $Shape = plateau.v1.StateRequest.$Properties;
        }

        /**
         * Properties of a StatePart.
         * @deprecated Use plateau.v1.StatePart.$Properties instead.
         */
        interface IStatePart extends plateau.v1.StatePart.$Properties {
        }

        /** Represents a StatePart. */
        class StatePart {

            /**
             * Constructs a new StatePart.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.StatePart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StatePart version. */
            version: number;

            /** StatePart head. */
            head: string;

            /** StatePart vector. */
            vector: number;

            /** StatePart offset. */
            offset: number;

            /** StatePart data. */
            data: Uint8Array;

            /** StatePart sha256. */
            sha256: Uint8Array;

            /**
             * Encodes the specified StatePart message. Does not implicitly {@link plateau.v1.StatePart.verify|verify} messages.
             * @param message StatePart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.StatePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StatePart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.StatePart & plateau.v1.StatePart.$Shape} StatePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.StatePart & plateau.v1.StatePart.$Shape;

            /**
             * Creates a StatePart message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StatePart
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.StatePart;

            /**
             * Creates a plain object from a StatePart message. Also converts values to other types if specified.
             * @param message StatePart
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.StatePart, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StatePart to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for StatePart
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace StatePart {

            /** Properties of a StatePart. */
            interface $Properties {

                /** StatePart version */
                version?: (number|null);

                /** StatePart head */
                head?: (string|null);

                /** StatePart vector */
                vector?: (number|null);

                /** StatePart offset */
                offset?: (number|null);

                /** StatePart data */
                data?: (Uint8Array|null);

                /** StatePart sha256 */
                sha256?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StatePart. */
            type $Shape = plateau.v1.StatePart.$Properties;
        }

        /**
         * Properties of a Numbers.
         * @deprecated Use plateau.v1.Numbers.$Properties instead.
         */
        interface INumbers extends plateau.v1.Numbers.$Properties {
        }

        /** Represents a Numbers. */
        class Numbers {

            /**
             * Constructs a new Numbers.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Numbers.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Numbers version. */
            version: number;

            /** Numbers step. */
            step: number;

            /** Numbers round. */
            round: number;

            /** Numbers shards. */
            shards: plateau.v1.ShardNumbers.$Properties[];

            /** Numbers more. */
            more: boolean;

            /** Numbers last. */
            last: boolean;

            /** Numbers hold. */
            hold: boolean;

            /** Numbers checkpoint. */
            checkpoint: boolean;

            /**
             * Encodes the specified Numbers message. Does not implicitly {@link plateau.v1.Numbers.verify|verify} messages.
             * @param message Numbers message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Numbers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Numbers message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Numbers & plateau.v1.Numbers.$Shape} Numbers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Numbers & plateau.v1.Numbers.$Shape;

            /**
             * Creates a Numbers message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Numbers
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Numbers;

            /**
             * Creates a plain object from a Numbers message. Also converts values to other types if specified.
             * @param message Numbers
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Numbers, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Numbers to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Numbers
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Numbers {

            /** Properties of a Numbers. */
            interface $Properties {

                /** Numbers version */
                version?: (number|null);

                /** Numbers step */
                step?: (number|null);

                /** Numbers round */
                round?: (number|null);

                /** Numbers shards */
                shards?: (plateau.v1.ShardNumbers.$Properties[]|null);

                /** Numbers more */
                more?: (boolean|null);

                /** Numbers last */
                last?: (boolean|null);

                /** Numbers hold */
                hold?: (boolean|null);

                /** Numbers checkpoint */
                checkpoint?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Numbers. */
            type $Shape = plateau.v1.Numbers.$Properties;
        }

        /**
         * Properties of a ShardNumbers.
         * @deprecated Use plateau.v1.ShardNumbers.$Properties instead.
         */
        interface IShardNumbers extends plateau.v1.ShardNumbers.$Properties {
        }

        /** Represents a ShardNumbers. */
        class ShardNumbers {

            /**
             * Constructs a new ShardNumbers.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.ShardNumbers.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ShardNumbers shard. */
            shard: number;

            /** ShardNumbers loss. */
            loss: number;

            /** ShardNumbers norms. */
            norms: number[];

            /**
             * Encodes the specified ShardNumbers message. Does not implicitly {@link plateau.v1.ShardNumbers.verify|verify} messages.
             * @param message ShardNumbers message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.ShardNumbers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ShardNumbers message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.ShardNumbers & plateau.v1.ShardNumbers.$Shape} ShardNumbers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.ShardNumbers & plateau.v1.ShardNumbers.$Shape;

            /**
             * Creates a ShardNumbers message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ShardNumbers
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.ShardNumbers;

            /**
             * Creates a plain object from a ShardNumbers message. Also converts values to other types if specified.
             * @param message ShardNumbers
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.ShardNumbers, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ShardNumbers to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ShardNumbers
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ShardNumbers {

            /** Properties of a ShardNumbers. */
            interface $Properties {

                /** ShardNumbers shard */
                shard?: (number|null);

                /** ShardNumbers loss */
                loss?: (number|null);

                /** ShardNumbers norms */
                norms?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ShardNumbers. */
            type $Shape = plateau.v1.ShardNumbers.$Properties;
        }

        /**
         * Properties of a TensorOffer.
         * @deprecated Use plateau.v1.TensorOffer.$Properties instead.
         */
        interface ITensorOffer extends plateau.v1.TensorOffer.$Properties {
        }

        /** Represents a TensorOffer. */
        class TensorOffer {

            /**
             * Constructs a new TensorOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.TensorOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TensorOffer token. */
            token: Uint8Array;

            /** TensorOffer port. */
            port: number;

            /**
             * Encodes the specified TensorOffer message. Does not implicitly {@link plateau.v1.TensorOffer.verify|verify} messages.
             * @param message TensorOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.TensorOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TensorOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.TensorOffer & plateau.v1.TensorOffer.$Shape} TensorOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.TensorOffer & plateau.v1.TensorOffer.$Shape;

            /**
             * Creates a TensorOffer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TensorOffer
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.TensorOffer;

            /**
             * Creates a plain object from a TensorOffer message. Also converts values to other types if specified.
             * @param message TensorOffer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.TensorOffer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TensorOffer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for TensorOffer
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace TensorOffer {

            /** Properties of a TensorOffer. */
            interface $Properties {

                /** TensorOffer token */
                token?: (Uint8Array|null);

                /** TensorOffer port */
                port?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TensorOffer. */
            type $Shape = plateau.v1.TensorOffer.$Properties;
        }

        /**
         * Properties of a Barrier.
         * @deprecated Use plateau.v1.Barrier.$Properties instead.
         */
        interface IBarrier extends plateau.v1.Barrier.$Properties {
        }

        /** Represents a Barrier. */
        class Barrier {

            /**
             * Constructs a new Barrier.
             * @param [properties] Properties to set
             */
            constructor(properties?: plateau.v1.Barrier.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Barrier version. */
            version: number;

            /** Barrier label. */
            label: string;

            /** Barrier value. */
            value: Uint8Array;

            /** Barrier more. */
            more: boolean;

            /**
             * Encodes the specified Barrier message. Does not implicitly {@link plateau.v1.Barrier.verify|verify} messages.
             * @param message Barrier message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: plateau.v1.Barrier.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Barrier message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {plateau.v1.Barrier & plateau.v1.Barrier.$Shape} Barrier
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): plateau.v1.Barrier & plateau.v1.Barrier.$Shape;

            /**
             * Creates a Barrier message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Barrier
             */
            static fromObject(object: { [k: string]: any }): plateau.v1.Barrier;

            /**
             * Creates a plain object from a Barrier message. Also converts values to other types if specified.
             * @param message Barrier
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: plateau.v1.Barrier, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Barrier to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Barrier
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Barrier {

            /** Properties of a Barrier. */
            interface $Properties {

                /** Barrier version */
                version?: (number|null);

                /** Barrier label */
                label?: (string|null);

                /** Barrier value */
                value?: (Uint8Array|null);

                /** Barrier more */
                more?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Barrier. */
            type $Shape = plateau.v1.Barrier.$Properties;
        }
    }
}
