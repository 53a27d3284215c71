import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace plateau. */
export namespace plateau {

    /** Namespace v1. */
    namespace v1 {

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

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Barrier. */
            type $Shape = plateau.v1.Barrier.$Properties;
        }
    }
}
